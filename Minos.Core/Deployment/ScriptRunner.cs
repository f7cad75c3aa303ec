using Minos.Native;

namespace Minos.Deployment;

/// <summary>Runs a job's scripts with bash, each on a thread of its own.</summary>
internal sealed class ScriptRunner(Spawner spawner)
{
    private const string Shell = "/bin/bash";
    private const int SignalKill = 9;

    // What a script starts has it too: so all of it can be found when the daemon that started it has been killed.
    private const string Variable = "MINOS_JOB_SCRIPT";
    private static readonly TimeSpan s_killTime = TimeSpan.FromSeconds(10);

    // The first argument is the script, the second the file that its output is appended to.
    private const string Wrapper = """exec /bin/bash "$0" >>"$1" 2>&1""";

    /// <summary>Runs a script to its end, or until its time is over: then its process group is killed.</summary>
    /// <param name="script">The script's path.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="outputFile">What it writes is appended to this file.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">The daemon ends.</param>
    /// <returns>How it ended; null when it was killed because its time was over.</returns>
    /// <exception cref="DeploymentException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The daemon ends; the script has been killed.</exception>
    public Task<ExitStatus?> RunAsync(string script, string directory, string outputFile, TimeSpan limit, CancellationToken cancellationToken) => Task.Factory.StartNew<ExitStatus?>(
        () =>
        {
            var request = new SpawnRequest
            {
                FileName = Shell,
                Arguments = [Shell, "-c", Wrapper, script, outputFile],
                Environment =
                    [.. ProcessVariables.ToList().Where(static v => !v.StartsWith(Variable + '=', StringComparison.Ordinal)), $"{Variable}={directory}"],
                Directory = directory,
                StandardInput = ChildStream.Null,
                StandardOutput = ChildStream.Null,
                StandardError = ChildStream.Null,
            };
            try
            {
                using SpawnedProcess process = spawner.Spawn(request);
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using CancellationTokenRegistration kill = end.Token.Register(() => process.Signal(SignalKill, group: true));
                end.CancelAfter(limit);
                ExitStatus status = process.Wait();
                cancellationToken.ThrowIfCancellationRequested();

                // One that came to its own end in the last moment has ended as it says.
                return end.IsCancellationRequested && status.Signal == SignalKill ? null : status;
            }
            catch (SpawnException exception)
            {
                throw new DeploymentException($"Error: cannot run {Shell} {script}: {exception.Message}", exception);
            }
        },
        cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Kills what a script has left that ran in a directory when its daemon was killed.</summary>
    /// <exception cref="DeploymentException">Something of it does not end.</exception>
    public static void EndLeft(string directory)
    {
        // One that is about to be killed may start another: until there is none.
        while (ForeignProcess.FindByEnvironment(Variable, directory) is { Count: > 0 } left)
        {
            foreach (ForeignProcess process in left)
            {
                using (process)
                {
                    _ = process.Signal(SignalKill);
                    if (!process.WaitForExit(s_killTime))
                    {
                        throw new DeploymentException(
                            $"Error: process {process.Pid} of a script that ran before in {directory} does not end; end it, and try again");
                    }
                }
            }
        }
    }
}
