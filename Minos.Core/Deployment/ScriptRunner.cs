using Minos.Native;

namespace Minos.Deployment;

/// <summary>Runs a job's scripts with bash, each on a thread of its own.</summary>
internal sealed class ScriptRunner(Spawner spawner)
{
    private const string Shell = "/bin/bash";
    private const int SignalKill = 9;

    // The first argument is the script, the second the file that its output is appended to.
    private const string Wrapper = """exec /bin/bash "$0" >>"$1" 2>&1""";

    /// <summary>Runs a script to its end.</summary>
    /// <exception cref="DeploymentException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The daemon ends; the script has been killed.</exception>
    public Task<ExitStatus> RunAsync(string script, string directory, string outputFile, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            var request = new SpawnRequest
            {
                FileName = Shell,
                Arguments = [Shell, "-c", Wrapper, script, outputFile],
                Environment = ProcessVariables.ToList(),
                Directory = directory,
                StandardInput = ChildStream.Null,
                StandardOutput = ChildStream.Null,
                StandardError = ChildStream.Null,
            };
            try
            {
                using SpawnedProcess process = spawner.Spawn(request);
                using CancellationTokenRegistration kill = cancellationToken.Register(() => process.Signal(SignalKill, group: true));
                ExitStatus status = process.Wait();
                cancellationToken.ThrowIfCancellationRequested();
                return status;
            }
            catch (SpawnException exception)
            {
                throw new DeploymentException($"Error: cannot run {Shell} {script}: {exception.Message}", exception);
            }
        },
        cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
