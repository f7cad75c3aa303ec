using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Daemon.Hosting;

/// <summary>Starts the daemon and starts it again whenever something has killed it: its programs are taken over by the next one, with the pipes that
/// were kept open here meanwhile.</summary>
internal static class Respawn
{
    /// <summary>The argument that makes this program the one that watches; the daemon's own follow.</summary>
    internal const string Argument = "--respawn";

    /// <summary>The argument that keeps a daemon in the background from being watched.</summary>
    internal const string Refusal = "--no-respawn";

    /// <summary>The exit status by which a daemon tells its watcher that another one runs (man 3 sysexits, EX_TEMPFAIL).</summary>
    internal const int OtherDaemon = 75;

    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_stable = TimeSpan.FromSeconds(60);

    /// <summary>Runs until the daemon ends by itself.</summary>
    /// <returns>The daemon's exit status.</returns>
    /// <exception cref="SpawnException">The daemon cannot be started.</exception>
    internal static int Run(IReadOnlyList<string> arguments)
    {
        SignalSource.DefaultChildSignal();
        BackgroundReport? report = BackgroundReport.TakeFromEnvironment();

        // Those that reach the whole family (the terminal's, a service manager's) are the daemon's affair.
        int daemon = 0;
        using var signals = new SignalSource([1, 2, 3, 12, 15], signal => PassOn(Volatile.Read(ref daemon), signal));
        DescriptorLimit limit = DescriptorLimit.Raise(0);
        using var pipes = new KeptPipes();
        TimeSpan delay = s_first;
        for (bool isUp = false; ;)
        {
            long begin = Environment.TickCount64;
            using SpawnedProcess child = Start(arguments, report is null ? ChildStream.Inherit : isUp ? ChildStream.Null : ChildStream.Pipe, pipes, limit);
            Volatile.Write(ref daemon, child.Pid);
            if (report is null)
            {
                isUp = true;
            }
            else if (!isUp && child.ReadOutputByte())
            {
                isUp = true;
                report.Ready();
            }

            ExitStatus status = child.Wait();
            pipes.Finish();
            Volatile.Write(ref daemon, 0);

            // Somebody has started one meanwhile, and may stop it: it is not this watcher's to start it again.
            if (status is { Signal: 0, Code: OtherDaemon })
            {
                return isUp ? 0 : DaemonProgram.UsageError;
            }

            // An exit with 0 is the daemon's own decision, and one that has never been up has said why.
            if (!isUp || status is { Signal: 0, Code: 0 } || (report is null && status.Signal == 0))
            {
                return status.Signal == 0 ? status.Code : 1;
            }

            delay = TimeSpan.FromMilliseconds(Environment.TickCount64 - begin) > s_stable ? s_first : delay;
            Thread.Sleep(delay);
            delay = delay * 2 < s_longest ? delay * 2 : s_longest;
        }
    }

    /// <summary>Starts a daemon: the one that was last upgraded to, or else this program.</summary>
    private static SpawnedProcess Start(IReadOnlyList<string> arguments, ChildStream output, KeptPipes pipes, DescriptorLimit limit)
    {
        using SafeFileHandle keeper = pipes.Open();
        SpawnedProcess child;
        try
        {
            child = Background.Spawn(arguments, output, keeper, pipes.NextProgram, limit);
        }
        catch (SpawnException) when (pipes.NextProgram is not null)
        {
            child = Background.Spawn(arguments, output, keeper, program: null, limit);
        }

        keeper.Dispose();
        pipes.Serve();
        return child;
    }

    private static void PassOn(int pid, int signal)
    {
        using ForeignProcess? daemon = ForeignProcess.Open(pid);
        _ = daemon?.Signal(signal);
    }
}
