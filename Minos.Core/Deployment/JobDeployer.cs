using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Minos.Native;

namespace Minos.Deployment;

/// <summary>Bootstraps, starts and cleans up jobs: the original's algorithms, step for step, without its holes.</summary>
/// <remarks>Steps of one job never overlap; jobs don't wait for each other. Nothing here runs on the supervision thread.</remarks>
internal sealed partial class JobDeployer(DeploymentSettings settings, IJobSupervisor supervisor, ScriptRunner scripts)
{
    internal const string Ok = "OK";
    internal const string NotBootstrapped = "You should bootstrap the job first";

    private readonly JobPackages _packages = new(settings);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    public DeploymentSettings Settings => settings;

    public Task<string> BootstrapAsync(JobName job, JobRequest request, CancellationToken cancellationToken) => InTurnAsync(job, async () =>
    {
        if (request.Artifact.Length == 0)
        {
            return "Invalid config_dict: can't find artifact";
        }

        var directories = new JobDirectories(settings, job);
        (IReadOnlyList<int> indexes, List<string> roots) = ChooseData(request);

        EndLeftScript(directories);

        // One that broke off is done again: what is in the directories is its own.
        bool again = File.Exists(directories.BootstrapMark);
        if (!again && FindFilled(directories, roots, job) is { } filled)
        {
            return filled;
        }

        JobDirectories.Make(settings.AppRoot, [.. job.Segments, "stdout"]);
        AtomicFile.Write(directories.BootstrapMark, "");
        JobDirectories.Make(settings.LogRoot, job.Segments);
        AtomicFile.Link(Path.Combine(directories.Run, "log"), directories.Log);
        foreach (string root in roots)
        {
            JobDirectories.Make(root, job.Segments);
            AtomicFile.Link(Path.Combine(directories.Run, Path.GetFileName(root)), Path.Combine([root, .. job.Segments]));
        }

        PackageInfo package = (await _packages.ChooseAsync(request, required: true, cancellationToken).ConfigureAwait(false))!;
        string packageDirectory = await UsePackageAsync(job, directories, package, cancellationToken).ConfigureAwait(false);
        new RunFile
        {
            CleanupToken = request.CleanupToken,
            DataIndexes = indexes,
            RunDirectory = directories.Run,
            LogDirectory = directories.Log,
            PackageDirectory = packageDirectory,
        }.Write(directories.RunFile);
        WriteFiles(directories, request);
        if (request.BootstrapScript is { } script
            && await RunScriptAsync(directories, "bootstrap.sh", script, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return failure;
        }

        File.Delete(directories.BootstrapMark);
        return Ok;
    }, cancellationToken);

    public Task<string> StartAsync(JobName job, JobRequest request, CancellationToken cancellationToken) => InTurnAsync(job, async () =>
    {
        if (request.Artifact.Length == 0)
        {
            return "Inval config_dict: can't find artifact";
        }

        var directories = new JobDirectories(settings, job);
        JobDirectories.Check(settings.AppRoot, job.Segments);
        if (ReadRun(directories) is not { } run)
        {
            return NotBootstrapped;
        }

        if (ProgramFile.DirectoryOf(directories.ProgramFile) is { } other && other != directories.Run)
        {
            return $"Error: the name {job.ProcessName} belongs to the job in {other}; choose another name for one of them";
        }

        if (await _packages.ChooseAsync(request, required: false, cancellationToken).ConfigureAwait(false) is { } package)
        {
            string packageDirectory = await UsePackageAsync(job, directories, package, cancellationToken).ConfigureAwait(false);
            (run with { PackageDirectory = packageDirectory }).Write(directories.RunFile);
        }

        string startScript = Path.Combine(directories.Run, "start.sh");
        if (request.StartScript is null && !File.Exists(startScript))
        {
            return "No start script found";
        }

        if (request.StartScript is { } script)
        {
            AtomicFile.Write(startScript, script);
        }

        WriteFiles(directories, request);
        Directory.CreateDirectory(settings.ProgramDirectory);
        ProgramFile.Write(directories, job, request.HttpUrl);
        await supervisor.StartAsync(job.ProcessName, directories.Run, cancellationToken).ConfigureAwait(false);
        return Ok;
    }, cancellationToken);

    public Task<string> StopAsync(JobName job, CancellationToken cancellationToken) => InTurnAsync(job, async () =>
    {
        await supervisor.StopAsync(job.ProcessName, new JobDirectories(settings, job).Run, cancellationToken).ConfigureAwait(false);
        return Ok;
    }, cancellationToken);

    public Task<string> ShowAsync(JobName job, CancellationToken cancellationToken) =>
        supervisor.GetStateAsync(job.ProcessName, new JobDirectories(settings, job).Run, cancellationToken);

    /// <summary>What was said at the bootstrap; null when there was none that came to its end.</summary>
    public static RunFile? ReadRun(JobDirectories directories) => File.Exists(directories.BootstrapMark) ? null : RunFile.Read(directories.RunFile);

    /// <summary>The data directories that a bootstrap chose; null when there was none.</summary>
    public static IReadOnlyList<string>? DataOf(JobDirectories directories) => RunFile.Read(directories.RunFile) is not { } run ? null
        : [.. run.DataIndexes.Where(i => i < directories.AvailableData.Count).Select(i => directories.AvailableData[i])];

    private async Task<string> InTurnAsync(JobName job, Func<Task<string>> action, CancellationToken cancellationToken)
    {
        SemaphoreSlim turn = _turns.GetOrAdd(job.ProcessName, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(action, cancellationToken).ConfigureAwait(false);
        }
        catch (DeploymentException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"Error: {exception.Message}";
        }
        finally
        {
            turn.Release();
        }
    }

    private (IReadOnlyList<int> Indexes, List<string> Roots) ChooseData(JobRequest request)
    {
        IReadOnlyList<int>? indexes = RunFile.ParseIndexes(request.DataIndexes);
        if (indexes is null || indexes.Any(i => i >= settings.DataDirectories.Count))
        {
            throw new DeploymentException(
                $"Error: data_dir_indexes '{request.DataIndexes}' is not a list of numbers from 0 to {settings.DataDirectories.Count - 1}");
        }

        List<string> roots = [.. indexes.Select(i => settings.DataDirectories[i])];
        string[] taken = ["log", "stdout", "package", "run.cfg", .. request.Files.Select(static f => f.Name)];
        foreach (string root in roots)
        {
            string name = Path.GetFileName(root);
            if (taken.Contains(name) || name.All(char.IsAsciiDigit) || roots.Count(r => Path.GetFileName(r) == name) > 1)
            {
                throw new DeploymentException(
                    $"Error: the data dir {root} cannot be linked as {name} in the run directory, where another has that name (or an instance may get it); rename it");
            }
        }

        return (indexes, roots);
    }

    private static string? FindFilled(JobDirectories directories, List<string> roots, JobName job)
    {
        static bool IsFilled(string directory) => Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any();
        if (IsFilled(directories.Log))
        {
            return $"The log dir {directories.Log} is not empty, please do cleanup first";
        }

        return roots.Select(root => Path.Combine([root, .. job.Segments])).FirstOrDefault(IsFilled) is { } data
            ? $"The data dir {data} is not empty, please do cleanup first"
            : null;
    }

    private async Task<string> UsePackageAsync(JobName job, JobDirectories directories, PackageInfo package, CancellationToken cancellationToken)
    {
        string directory = await _packages.InstallAsync(job, package, cancellationToken).ConfigureAwait(false);
        AtomicFile.Link(directories.CurrentPackage, directory);
        AtomicFile.Link(directories.Package, directory);
        return directory;
    }

    private static void WriteFiles(JobDirectories directories, JobRequest request)
    {
        AtomicFile.RemoveUnfinished(directories.Run);
        foreach ((string name, string content) in request.Files)
        {
            AtomicFile.Write(Path.Combine(directories.Run, name), content);
        }
    }

    /// <returns>Null, or what clients are answered.</returns>
    /// <exception cref="DeploymentException">It took longer than <c>script_timeout</c> and has been killed.</exception>
    private async Task<string?> RunScriptAsync(JobDirectories directories, string name, string text, CancellationToken cancellationToken)
    {
        string script = Path.Combine(directories.Run, name);
        AtomicFile.Write(script, text);
        string output = Path.Combine(directories.Stdout, Path.ChangeExtension(name, ".out"));
        AtomicFile.Write(directories.ScriptMark, "");
        ExitStatus? status;
        try
        {
            status = await scripts.RunAsync(script, directories.Run, output, settings.ScriptTimeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(directories.ScriptMark);
        }

        return status switch
        {
            null => throw new DeploymentException(
                $"Execute {name} failed: killed, it had not ended after script_timeout={settings.ScriptTimeout.TotalSeconds:0} seconds; its output is in {output}"),
            { Code: 0, Signal: 0 } => null,
            _ => $"Execute {name} failed: {status}; its output is in {output}",
        };
    }

    private static void EndLeftScript(JobDirectories directories)
    {
        if (File.Exists(directories.ScriptMark))
        {
            ScriptRunner.EndLeft(directories.Run);
            File.Delete(directories.ScriptMark);
        }
    }

    private static bool SameToken(string given, string stored) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(stored));
}
