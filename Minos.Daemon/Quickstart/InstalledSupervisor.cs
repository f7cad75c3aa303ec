using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Minos.Daemon.Hosting;
using Minos.Fleet;
using Minos.Native;

namespace Minos.Daemon.Quickstart;

/// <summary>The daemon of an installation on this machine: finds, starts and ends it.</summary>
internal sealed class InstalledSupervisor(SupervisorLayout layout)
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private static readonly TimeSpan s_daemonStopTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_programStopTime = TimeSpan.FromSeconds(10);

    /// <summary>The running daemon; null when it has ended, however it ended.</summary>
    internal ForeignProcess? Find()
    {
        if (!File.Exists(layout.PidFile) || FileLock.Open(layout.PidFile, out _) is not { } handle)
        {
            return null;
        }

        // The daemon holds the lock while it lives; without it the pid may be anybody's by now.
        using var file = new FileStream(handle, FileAccess.Read);
        using var reader = new StreamReader(file);
        return !FileLock.TryTake(handle) && int.TryParse(reader.ReadToEnd().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            ? ForeignProcess.Open(pid)
            : null;
    }

    /// <summary>Starts the installed daemon and returns when it is up in the background.</summary>
    /// <exception cref="QuickstartException">It did not start; it has said why on stderr.</exception>
    internal void Start()
    {
        try
        {
            using SpawnedProcess starter = new Spawner(SelfExecutable.Current, DescriptorLimit.Unchanged).Spawn(new SpawnRequest
            {
                FileName = layout.Executable,
                // Whoever runs the quickstart again starts a daemon that was killed; a watcher would do it at the same moment, and after a --stop.
                Arguments = [layout.Executable, Respawn.Refusal, "-c", layout.ConfigurationFile],
                Environment = DaemonEnvironment(),
                Directory = layout.Directory,
                StandardInput = ChildStream.Null,
                StandardOutput = ChildStream.Null,
                StandardError = ChildStream.Inherit,
            });
            ExitStatus status = starter.Wait();
            if (status is not { Signal: 0, Code: 0 })
            {
                throw new QuickstartException($"minosd did not start (its log: {layout.LogFile})");
            }
        }
        catch (SpawnException exception)
        {
            throw new QuickstartException($"cannot start {layout.Executable}: {exception.Message}", exception);
        }
    }

    /// <summary>Ends the daemon with its programs, in their order; a daemon that does not end in a minute is killed.</summary>
    internal static void Stop(ForeignProcess daemon)
    {
        _ = daemon.Signal(SigTerm);
        if (!daemon.WaitForExit(s_daemonStopTime))
        {
            _ = daemon.Signal(SigKill);
            _ = daemon.WaitForExit(s_programStopTime);
        }
    }

    /// <summary>Ends programs whose daemon was killed.</summary>
    /// <returns>How many processes there were.</returns>
    internal int StopLeftBehind()
    {
        IReadOnlyList<ForeignProcess> processes = ForeignProcess.FindByEnvironment(SampleConfiguration.Marker, layout.Directory);
        foreach (ForeignProcess process in processes)
        {
            _ = process.Signal(SigTerm);
        }

        foreach (ForeignProcess process in processes)
        {
            using (process)
            {
                if (!process.WaitForExit(s_programStopTime))
                {
                    _ = process.Signal(SigKill);
                    _ = process.WaitForExit(s_programStopTime);
                }
            }
        }

        return processes.Count;
    }

    /// <summary>This process's environment; a build for the shared framework must find it where this process did.</summary>
    private static List<string> DaemonEnvironment()
    {
        List<string> variables = ProcessVariables.ToList();
        variables.RemoveAll(static v => v.StartsWith("DOTNET_ROOT=", StringComparison.Ordinal));
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            // DOTNET_ROOT/shared/Microsoft.NETCore.App/VERSION/
            variables.Add("DOTNET_ROOT=" + Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")));
        }

        return variables;
    }
}
