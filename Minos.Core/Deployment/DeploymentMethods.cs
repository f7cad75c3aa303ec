using Minos.Native;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Deployment;

/// <summary>The <c>deployment.*</c> methods of the Minos fork: same names, parameters and answers.</summary>
public sealed class DeploymentMethods
{
    private delegate Task<string> JobAction(JobName job, JobRequest request, CancellationToken cancellationToken);

    private readonly JobDeployer _deployer;
    private readonly JobFiles _files;

    private DeploymentMethods(JobDeployer deployer) => (_deployer, _files) = (deployer, new JobFiles(deployer.Settings));

    /// <summary>All methods, for an <see cref="RpcDispatcher"/>.</summary>
    /// <param name="settings">The section; <see cref="DeploymentSettings.Prepare"/> has been called.</param>
    /// <param name="supervisor">The processes.</param>
    /// <param name="supervisorMethods">The <c>supervisor.*</c> methods.</param>
    /// <param name="daemon">Reads the configuration; its log takes what is wrong with other programs' files.</param>
    /// <param name="spawner">Runs scripts.</param>
    public static IReadOnlyList<RpcMethod> Create(
        DeploymentSettings settings, Supervisor supervisor, IReadOnlyList<RpcMethod> supervisorMethods, IDaemonControl daemon, Spawner spawner)
    {
        var jobs = new JobSupervisor(supervisor, new RpcDispatcher(supervisorMethods), daemon);
        var methods = new DeploymentMethods(new JobDeployer(settings, jobs, new ScriptRunner(spawner)));
        return DeploymentMethodTable.Bind(methods.Handlers());
    }

    private Dictionary<string, RpcHandler> Handlers() => new(StringComparer.Ordinal)
    {
        ["get_run_dir"] = Query(static (_, d) => d.Run),
        ["get_log_dir"] = Query(static (_, d) => d.Log),
        ["get_stdout_dir"] = Query(static (_, d) => d.Stdout),
        ["get_available_data_dirs"] = Query(static (_, d) => RpcArray.FromStrings(d.AvailableData)),
        ["get_data_dirs"] = Query(static (_, d) => JobDeployer.DataOf(d) is { } data ? RpcArray.FromStrings(data) : "You should bootstrapped the job first"),
        ["get_package_dir"] = Query(static (_, d) => d.Package),
        ["get_real_package_dir"] = Query(static (_, d) =>
            new FileInfo(d.Package).LinkTarget ?? throw RpcFault.Failed($"there is no package at {d.Package}")),
        ["get_current_package_dir"] = (arguments, _) => new ValueTask<RpcValue>(Answer(() =>
            (RpcValue)new JobDirectories(_deployer.Settings, new JobName(arguments.GetString(0), arguments.GetString(1), "any")).CurrentPackage)),
        ["get_cleanup_token"] = Query(static (_, d) => RunFile.Read(d.RunFile)?.CleanupToken ?? JobDeployer.NotBootstrapped),
        ["bootstrap"] = Action(_deployer.BootstrapAsync),
        ["start"] = Action(_deployer.StartAsync),
        ["stop"] = Action((job, _, cancellationToken) => _deployer.StopAsync(job, cancellationToken)),
        ["cleanup"] = Action(_deployer.CleanupAsync),
        ["show"] = Action((job, _, cancellationToken) => _deployer.ShowAsync(job, cancellationToken)),
        ["read_file"] = File(arguments => _files.Read(arguments.GetString(0))),
        ["write_text_to_file"] = File(arguments =>
        {
            _files.Write(arguments.GetString(0), arguments.GetString(1));
            return JobDeployer.Ok;
        }),
        ["append_text_to_file"] = File(arguments =>
        {
            _files.Append(arguments.GetString(0), arguments.GetString(1));
            return JobDeployer.Ok;
        }),
    };

    /// <summary>Wrong names are the caller's mistake: fault 2.</summary>
    private static JobName Name(RpcArguments arguments, int instanceIndex)
    {
        try
        {
            return new JobName(
                arguments.GetString(0), arguments.GetString(1), arguments.GetString(2), arguments.GetInt(instanceIndex, JobName.NoInstance));
        }
        catch (DeploymentException exception)
        {
            throw RpcFault.IncorrectParameters(exception.Message);
        }
    }

    private static T Answer<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (DeploymentException exception)
        {
            throw RpcFault.IncorrectParameters(exception.Message);
        }
    }

    private RpcHandler Query(Func<JobName, JobDirectories, RpcValue> query) => (arguments, cancellationToken) =>
    {
        JobName job = Name(arguments, 3);
        return new ValueTask<RpcValue>(Task.Run(() => query(job, new JobDirectories(_deployer.Settings, job)), cancellationToken));
    };

    private static RpcHandler Action(JobAction action) => async (arguments, cancellationToken) =>
    {
        JobName job = Name(arguments, 4);
        JobRequest request;
        try
        {
            request = JobRequest.From(arguments.GetStruct(3));
        }
        catch (MalformedRpcException exception)
        {
            throw RpcFault.IncorrectParameters(exception.Message);
        }

        return await action(job, request, cancellationToken).ConfigureAwait(false);
    };

    private static RpcHandler File(Func<RpcArguments, string> action) => async (arguments, cancellationToken) =>
    {
        try
        {
            return await Task.Run(() => action(arguments), cancellationToken).ConfigureAwait(false);
        }
        catch (DeploymentException exception)
        {
            throw RpcFault.Failed(exception.Message);
        }
    };
}
