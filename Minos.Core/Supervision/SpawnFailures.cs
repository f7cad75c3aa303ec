using Minos.Configuration;
using Minos.Configuration.Values;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>Supervisor's sentences for a start that failed.</summary>
internal static class SpawnFailures
{
    internal static SpawnFailure From(SpawnException exception, ProcessSettings settings)
    {
        string error = Errno.Name(exception.Errno);
        return exception.Stage switch
        {
            SpawnStage.Pipes => exception.Errno == Errno.EMFILE
                ? Failure($"too many open files to spawn '{settings.Name}'")
                : Failure($"unknown error making dispatchers for '{settings.Name}': {error}"),
            SpawnStage.Fork => exception.Errno == Errno.EAGAIN
                ? Failure($"Too many processes in process table to spawn '{settings.Name}'")
                : Failure($"unknown error during fork for '{settings.Name}': {error}"),
            SpawnStage.User => InChild($"couldn't setuid to {settings.User!.UserId}: {Errno.Describe(exception.Errno)}"),
            SpawnStage.Limits => InChild($"couldn't set the limit on open files: {error}"),
            SpawnStage.Directory => InChild($"couldn't chdir to {settings.Directory}: {error}"),
            _ => InChild($"couldn't exec {FirstWord(settings.Command)}: {error}"),
        };
    }

    private static string FirstWord(string command) => Shlex.Split(command)[0];

    private static SpawnFailure Failure(string message) => new(SpawnFailureKind.SpawnError, message);

    /// <summary>What Supervisor finds out only in the forked child, and writes to the child's log.</summary>
    private static SpawnFailure InChild(string message) => new(SpawnFailureKind.SpawnError, message)
    {
        ChildMessage = $"supervisor: {message}\nsupervisor: child process was not spawned\n",
    };
}
