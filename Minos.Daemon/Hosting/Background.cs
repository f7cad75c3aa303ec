using System.Runtime.InteropServices;
using Minos.Configuration;
using Minos.Native;

namespace Minos.Daemon.Hosting;

/// <summary>Going to the background. A managed process cannot fork, so it starts itself again in a session of its own.</summary>
internal static class Background
{
    /// <summary>Starts this program again with the same arguments and waits until the daemon is up or has failed.</summary>
    /// <returns>The exit status for this process: 0, or the daemon's own; it has then said why on the shared stderr.</returns>
    internal static int Start(IReadOnlyList<string> args, TextWriter error)
    {
        try
        {
            IReadOnlyList<string> all = args is [Respawn.Refusal, ..] ? [.. args.Skip(1)] : [Respawn.Argument, .. args];
            using SpawnedProcess daemon = Spawn(all, ChildStream.Pipe);
            return daemon.ReadOutputByte() ? 0 : daemon.Wait() is { Signal: 0 } status ? status.Code : 1;
        }
        catch (SpawnException exception)
        {
            error.WriteLine($"Error: cannot go to the background: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Starts this program again in a session of its own.</summary>
    /// <param name="args">Its arguments.</param>
    /// <param name="output">Its stdout. A program that gets this one's is not told that it is in the background.</param>
    /// <param name="keeper">Its way to the watcher that starts it; null for none.</param>
    /// <param name="program">The file to execute; null for this program's own.</param>
    /// <param name="limit">The limit on open files that it gets; null for this process's own.</param>
    /// <exception cref="SpawnException">It cannot be started.</exception>
    internal static SpawnedProcess Spawn(
        IReadOnlyList<string> args, ChildStream output, SafeHandle? keeper = null, string? program = null, DescriptorLimit? limit = null)
    {
        // By its path, so that what has been installed meanwhile is what is started; by the running image when that is gone.
        SelfExecutable self = SelfExecutable.Current;
        string path = program ?? (Environment.ProcessPath is { } own && File.Exists(own) ? own : self.Path);
        List<string> variables = ProcessVariables.ToList();
        if (output != ChildStream.Inherit)
        {
            variables.Add($"{BackgroundReport.Variable}=1");
        }

        if (keeper is not null)
        {
            variables.Add($"{PipeKeeper.Variable}=3");
        }

        return new Spawner(self, limit ?? DescriptorLimit.Unchanged).Spawn(new SpawnRequest
        {
            FileName = path,
            Arguments = [Environment.ProcessPath ?? "minosd", .. self.Prefix, .. args],
            Environment = variables,
            StandardInput = ChildStream.Null,
            StandardOutput = output,
            StandardError = ChildStream.Inherit,
            ThirdDescriptor = keeper,
        });
    }

    /// <summary>What the process in the background does first. Only it enters <c>directory</c> and sets <c>umask</c>, as for Supervisor.</summary>
    /// <exception cref="StartException">The directory cannot be entered.</exception>
    internal static void Enter(DaemonSettings daemon)
    {
        WorkingContext.SetUmask(daemon.Umask);
        if (daemon.Directory is { } directory && WorkingContext.Enter(directory) is not 0 and int errno)
        {
            throw new StartException($"can't chdir into '{directory}': {Errno.Describe(errno)} (directory= in section [supervisord])");
        }
    }
}
