using System.Collections.Concurrent;
using System.Diagnostics;
using Minos.Configuration;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Deployment.Client;

/// <summary>Bootstraps, starts, stops and cleans up the tasks of a job file, each by the deployment RPC of its host's supervisor.</summary>
/// <remarks>
/// No method throws because of a host: what failed is in the result. Any number of calls may run at once; those for one host share its
/// client.
/// </remarks>
public sealed partial class JobOperations : IDisposable
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<(string Group, string Address), Lazy<RpcClient>> _clients = [];
    private readonly JobFile _file;
    private readonly JobOptions _options;
    private readonly Func<JobTask, RpcClient> _connect;

    /// <summary>Makes it; nothing is connected yet.</summary>
    /// <param name="file">The jobs.</param>
    /// <param name="connect">Makes the client for a task's host; it is asked once a host, and this disposes of what it makes.</param>
    /// <param name="options">Package and times.</param>
    public JobOperations(JobFile file, Func<JobTask, RpcClient> connect, JobOptions? options = null) =>
        (_file, _connect, _options) = (file, connect, options ?? new JobOptions());

    /// <summary>Installs the package and the files of a task (<c>deployment.bootstrap</c>); it is not started.</summary>
    public Task<JobResult> InitializeAsync(JobTask task, CancellationToken cancellationToken = default) => AttemptAsync(task, async () =>
    {
        RpcStruct config = await ConfigureAsync(task, cancellationToken).ConfigureAwait(false);
        config["cleanup_token"] = _file.CleanupToken;
        config["data_dir_indexes"] = task.Job.DataIndexes;
        if (task.Job.BootstrapScript is { } script)
        {
            config["bootstrap.sh"] = script.Expand(await ValuesAsync(task, script, cancellationToken).ConfigureAwait(false));
        }

        string answer = await CallAsync(task, "bootstrap", config, cancellationToken).ConfigureAwait(false);
        return answer == JobDeployer.Ok ? new JobResult(task, JobOutcome.Done, null, "bootstrapped") : Failure(task, answer);
    });

    /// <summary>Writes script and files of a task anew, starts it and waits until it runs.</summary>
    /// <remarks>One that runs already is left as it is; with a package that is to be taken that is a failure, because it was not taken.</remarks>
    public Task<JobResult> StartAsync(JobTask task, CancellationToken cancellationToken = default) =>
        AttemptAsync(task, () => StartOnceAsync(task, cancellationToken));

    /// <summary>Stops a task and waits until it has stopped.</summary>
    public Task<JobResult> StopAsync(JobTask task, CancellationToken cancellationToken = default) => AttemptAsync(task, async () =>
    {
        bool ran = true;
        try
        {
            string answer = await CallAsync(task, "stop", [], cancellationToken).ConfigureAwait(false);
            if (answer != JobDeployer.Ok)
            {
                return Failure(task, answer);
            }
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.NotRunning)
        {
            ran = false;
        }

        ProcessState state = await WaitAsync(task, static s => s.IsStopped(), cancellationToken).ConfigureAwait(false);
        return !state.IsStopped() ? Failure(task, $"not stopped in {_options.StateTimeout.TotalSeconds:0} s: {state.Name()}", state)
            : ran ? new JobResult(task, JobOutcome.Done, state, "stopped") : new JobResult(task, JobOutcome.Unchanged, state, "did not run");
    });

    /// <summary>Stops a task, which need not run, and starts it.</summary>
    public async Task<JobResult> RestartAsync(JobTask task, CancellationToken cancellationToken = default)
    {
        JobResult stopped = await StopForRestartAsync(task, cancellationToken).ConfigureAwait(false);
        return stopped.Succeeded ? await StartAsync(task, cancellationToken).ConfigureAwait(false) : stopped;
    }

    /// <summary>Looks at the state of a task; one that has never been started has none, which is no failure.</summary>
    public Task<JobResult> ShowAsync(JobTask task, CancellationToken cancellationToken = default) => AttemptAsync(task, async () =>
    {
        ProcessState? state = await FindStateAsync(task, cancellationToken).ConfigureAwait(false);
        return new JobResult(task, JobOutcome.Unchanged, state, state?.Name() ?? "not started yet");
    });

    /// <summary>Removes logs and data of a task that is stopped (<c>deployment.cleanup</c>).</summary>
    /// <param name="task">The task.</param>
    /// <param name="token">The token of its bootstrap; the job file's by default.</param>
    /// <param name="cancellationToken">Ends the waiting; the host goes on.</param>
    public Task<JobResult> CleanupAsync(JobTask task, string? token = null, CancellationToken cancellationToken = default) => AttemptAsync(task, async () =>
    {
        var config = new RpcStruct { ["cleanup_token"] = token ?? _file.CleanupToken };
        if (task.Job.CleanupScript is { } script)
        {
            config["cleanup.sh"] = script.Expand(await ValuesAsync(task, script, cancellationToken).ConfigureAwait(false));
        }

        string answer = await CallAsync(task, "cleanup", config, cancellationToken).ConfigureAwait(false);
        return answer == JobDeployer.Ok ? new JobResult(task, JobOutcome.Done, null, "cleaned up")
            : answer == JobDeployer.NotBootstrapped ? new JobResult(task, JobOutcome.Unchanged, null, answer)
            : Failure(task, answer);
    });

    /// <summary>Does one operation for several tasks, as many at once as the options allow.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="operation">For example <see cref="StartAsync"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The results as they come.</returns>
    public async IAsyncEnumerable<JobResult> ForEachAsync(
        IEnumerable<JobTask> tasks, Func<JobTask, CancellationToken, Task<JobResult>> operation,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var turns = new SemaphoreSlim(Math.Max(_options.ThrottleLimit, 1));
        Task<JobResult>[] running = [.. tasks.Select(async task =>
        {
            await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await operation(task, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                turns.Release();
            }
        })];
        await foreach (Task<JobResult> done in Task.WhenEach(running).ConfigureAwait(false))
        {
            yield return await done.ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (Lazy<RpcClient> client in _clients.Values.Where(static c => c.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private async Task<JobResult> StartOnceAsync(JobTask task, CancellationToken cancellationToken)
    {
        RpcStruct config = await ConfigureAsync(task, cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> values = await ValuesAsync(task, task.Job.StartScript, cancellationToken).ConfigureAwait(false);
        config["start.sh"] = task.Job.StartScript.Expand(values);
        config["http_url"] = task.Job.HttpUrl.Expand(values);
        bool ran = false;
        try
        {
            string answer = await CallAsync(task, "start", config, cancellationToken).ConfigureAwait(false);
            if (answer != JobDeployer.Ok)
            {
                return Failure(task, answer);
            }
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.AlreadyStarted && !_options.ForceUpdate && _options.Package is null)
        {
            ran = true;
        }

        ProcessState state = await WaitAsync(
            task, static s => s is ProcessState.Running or ProcessState.Fatal or ProcessState.Exited or ProcessState.Unknown, cancellationToken).ConfigureAwait(false);
        return state != ProcessState.Running ? Failure(task, state.IsStopped() ? $"it did not stay up: {state.Name()}" : $"not running in {_options.StateTimeout.TotalSeconds:0} s: {state.Name()}", state)
            : ran ? new JobResult(task, JobOutcome.Unchanged, state, "ran already") : new JobResult(task, JobOutcome.Done, state, "running");
    }

    // What was never started need not be stopped.
    private async Task<JobResult> StopForRestartAsync(JobTask task, CancellationToken cancellationToken)
    {
        JobResult shown = await ShowAsync(task, cancellationToken).ConfigureAwait(false);
        return shown.Succeeded && shown.State is not null ? await StopAsync(task, cancellationToken).ConfigureAwait(false) : shown;
    }

    private async Task<RpcStruct> ConfigureAsync(JobTask task, CancellationToken cancellationToken)
    {
        var config = new RpcStruct { ["artifact"] = _file.Artifact, ["force_update"] = _options.ForceUpdate };
        if ((_options.Package ?? _file.Package) is { } package)
        {
            config["package_name"] = package.Name;
            config["revision"] = package.Revision;
            config["timestamp"] = package.Timestamp;
        }

        var files = new RpcStruct();
        foreach ((string name, JobTemplate template) in task.Job.Files)
        {
            files[name] = template.Expand(await ValuesAsync(task, template, cancellationToken).ConfigureAwait(false));
        }

        config["config_files"] = files;
        return config;
    }

    private async Task<Dictionary<string, string>> ValuesAsync(JobTask task, JobTemplate template, CancellationToken cancellationToken)
    {
        Dictionary<string, string> directories = JobExpansion.Directories.ToDictionary(static d => d, static _ => "");
        if (template.Names(JobExpansion.Directories) || task.Job.HttpUrl.Names(JobExpansion.Directories))
        {
            RpcValue[] name = [task.Name.Service, task.Name.Cluster, task.Name.Job, .. task.Name.Instance < 0 ? (RpcValue[])[] : [task.Name.Instance]];
            foreach (string directory in (string[])["run_dir", "log_dir", "stdout_dir", "package_dir"])
            {
                directories[directory] = (await Client(task).CallAsync($"deployment.get_{directory}", name, cancellationToken).ConfigureAwait(false)).AsString();
            }

            string[] data = [.. (await Client(task).CallAsync("deployment.get_available_data_dirs", name, cancellationToken).ConfigureAwait(false)).AsArray().Select(static d => d.AsString())];
            string[] chosen = [.. RunFile.ParseIndexes(task.Job.DataIndexes)!.Where(i => i < data.Length).Select(i => data[i])];
            directories["data_dirs"] = string.Join(',', chosen);
            directories["data_dir"] = chosen.Length > 0 ? chosen[0] : "";
        }

        return JobExpansion.Values(_file, task, directories);
    }

    private async Task<ProcessState> WaitAsync(JobTask task, Func<ProcessState, bool> isReached, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            ProcessState state = await FindStateAsync(task, cancellationToken).ConfigureAwait(false) ?? ProcessState.Stopped;
            if (isReached(state) || Stopwatch.GetElapsedTime(start) >= _options.StateTimeout)
            {
                return state;
            }

            await Task.Delay(s_pollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ProcessState?> FindStateAsync(JobTask task, CancellationToken cancellationToken)
    {
        try
        {
            string name = await CallAsync(task, "show", [], cancellationToken).ConfigureAwait(false);
            return Enum.GetValues<ProcessState>().Cast<ProcessState?>().FirstOrDefault(s => s!.Value.Name() == name) ?? ProcessState.Unknown;
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
        {
            return null;
        }
    }

    private async Task<string> CallAsync(JobTask task, string method, RpcStruct config, CancellationToken cancellationToken)
    {
        JobName name = task.Name;
        RpcValue[] arguments = [name.Service, name.Cluster, name.Job, config, .. name.Instance < 0 ? (RpcValue[])[] : [name.Instance]];
        return (await Client(task).CallAsync("deployment." + method, arguments, cancellationToken).ConfigureAwait(false)).AsString();
    }

    private RpcClient Client(JobTask task) =>
        _clients.GetOrAdd((task.Group.Name, task.Host.Address), _ => new Lazy<RpcClient>(() => _connect(task))).Value;

    private static JobResult Failure(JobTask task, string message, ProcessState? state = null) => new(task, JobOutcome.Failed, state, message);

    private static async Task<JobResult> AttemptAsync(JobTask task, Func<Task<JobResult>> operation)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RpcFault or RpcConnectionException or RpcHttpException or MalformedRpcException or TimeoutException or ConfigurationException or UriFormatException)
        {
            return Failure(task, exception.Message) with { Exception = exception };
        }
    }
}
