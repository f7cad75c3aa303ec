using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>A process of an earlier daemon that the configuration no longer knows, on its way to its end. On the supervision thread.</summary>
internal sealed class LeftProcess
{
    private const int SignalKill = 9;

    private readonly SpawnedProcess _process;
    private readonly JournalEntry _entry;
    private readonly ISupervisorLog _log;
    private readonly Action _ended;
    private readonly IoRegistration _registration;
    private readonly LoopTimer _timer;

    private LeftProcess(EventLoop loop, SpawnedProcess process, JournalEntry entry, ISupervisorLog log, Action ended)
    {
        _process = process;
        _entry = entry;
        _log = log;
        _ended = ended;
        _timer = loop.CreateTimer(Kill);
        _registration = loop.Register((int)process.PidFd.DangerousGetHandle(), IoEvents.Read, _ => End());
    }

    internal int Pid => _process.Pid;

    /// <summary>Takes it over.</summary>
    /// <returns>Null when it has ended, or is not that process any more.</returns>
    internal static LeftProcess? TryOpen(EventLoop loop, JournalEntry entry, ISupervisorLog log, Action ended)
    {
        (int pid, long startTicks) = entry.Pid > 0 ? (entry.Pid, entry.StartTicks) : entry.IsLaunching ? SpawnedProcess.Find(entry.Pipes) : default;
        return pid > 0 && SpawnedProcess.TryAdopt(pid, startTicks, default, DescriptorLimit.Unchanged) is { } process
            ? new LeftProcess(loop, process, entry, log, ended)
            : null;
    }

    internal void Stop()
    {
        _ = _process.Signal(_entry.StopSignal, _entry.StopAsGroup);
        _timer.Schedule(TimeSpan.FromSeconds(_entry.StopWaitSeconds));
    }

    private void Kill()
    {
        _log.Warn($"killing '{_entry.Name}' ({Pid}) with SIGKILL");
        _ = _process.Signal(SignalKill, _entry.StopAsGroup);
        _timer.Schedule(TimeSpan.FromSeconds(Math.Max(1, _entry.StopWaitSeconds)));
    }

    private void End()
    {
        _timer.Cancel();
        _registration.Dispose();
        _process.Dispose();
        _log.Info($"stopped: {_entry.Name} (pid {Pid})");
        _ended();
    }
}
