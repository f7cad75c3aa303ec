using Minos.Daemon.Http;
using Minos.Events;
using Minos.Logs;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>Replaces the daemon's program: everything holds still, what is only in memory is handed on, and the program is executed. When
/// that fails, everything goes on.</summary>
internal sealed class Upgrade(
    Supervisor supervisor, EventLoop loop, LogPump pump, ProcessJournal journal, HttpServer http, PidFile pidFile, EventSerial serial,
    ISupervisorLog log, DescriptorLimit descriptors, PipeKeeper? keeper)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Supervision and the web server stand still for so long at most because of a hung disk.
    private static readonly TimeSpan s_diskPatience = TimeSpan.FromSeconds(5);

    /// <summary>Returns only when it fails.</summary>
    /// <returns>Why.</returns>
    internal async Task<string> RunAsync(string path, string configurationFile, int upgrades)
    {
        await http.PauseAsync().ConfigureAwait(false);
        // Not disposed of: a thread that is stuck in a write may come to it later.
        var thaw = new ManualResetEventSlim();
        string error = await TryReplaceAsync(path, configurationFile, upgrades, thaw).ConfigureAwait(false);
        thaw.Set();
        await http.ResumeAsync().ConfigureAwait(false);
        return error;
    }

    private async Task<string> TryReplaceAsync(string path, string configurationFile, int upgrades, ManualResetEventSlim thaw)
    {
        long begin = Environment.TickCount64;
        Handover? handover;
        IReadOnlyList<PipeNumbers> pipes = [];
        while ((handover = await HoldAsync(loop, thaw, HandOver).ConfigureAwait(false)) is null)
        {
            if (Environment.TickCount64 - begin > s_patience.TotalMilliseconds)
            {
                return "programs are being started all the time, or the daemon is stopping";
            }

            await Task.Delay(s_retry).ConfigureAwait(false);
        }

        Handover? HandOver()
        {
            Handover? answer = supervisor.TryHandOver(serial);
            pipes = answer is null ? [] : [.. supervisor.ToJournal().Select(static e => e.Pipes)];
            return answer;
        }

        string FlushWriters()
        {
            pump.FlushWriters();
            return "";
        }

        // What supervision has written is in the logs before the pump stops.
        log.Info($"upgrade: executing {path}");
        if ((log is MainLog main && !await IsInTimeAsync(main.FlushAsync()).ConfigureAwait(false))
            || !await IsInTimeAsync(HoldAsync(pump.Loop, thaw, FlushWriters)).ConfigureAwait(false))
        {
            return "a disk with logs takes nothing at the moment";
        }

        if (!journal.Flush())
        {
            return "the journal cannot be written, without which the next program knows nothing of what runs";
        }

        using Microsoft.Win32.SafeHandles.SafeFileHandle self = ProgramReplacement.OpenSelf();
        var state = new UpgradeState
        {
            ConfigurationFile = configurationFile,
            Arguments = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0'),
            Upgrades = upgrades + 1,
            PidFile = pidFile.Descriptor,
            Program = (int)self.DangerousGetHandle(),
            Keeper = keeper?.Descriptor ?? -1,
            Sockets = http.Sockets,
            Pipes = InheritedPipes.Find(pipes),
            Tails = http.Tails,
            Handover = handover,
        };
        return Errno.Describe(state.Execute(path, descriptors));
    }

    private static async Task<bool> IsInTimeAsync(Task task) => await Task.WhenAny(task, Task.Delay(s_diskPatience)).ConfigureAwait(false) == task;

    /// <summary>Asks something of a loop's thread, and holds that thread when there is an answer.</summary>
    private static Task<T?> HoldAsync<T>(EventLoop held, ManualResetEventSlim thaw, Func<T?> ask)
        where T : class
    {
        var completion = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        held.Post(() =>
        {
            T? answer = ask();
            completion.SetResult(answer);
            if (answer is not null)
            {
                thaw.Wait();
            }
        });
        return completion.Task;
    }
}
