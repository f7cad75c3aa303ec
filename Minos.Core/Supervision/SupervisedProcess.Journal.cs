using Minos.Configuration;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <content>What the next daemon is told, and how one goes on from there.</content>
public sealed partial class SupervisedProcess
{
    /// <summary>What the next daemon has to know.</summary>
    public JournalEntry ToJournal() => new()
    {
        Group = GroupName,
        Name = Name,
        State = State,
        IsBeingStopped = _stopRequested,
        IsResumed = IsResumed,
        Pid = Pid,
        StartTicks = _running?.StartTicks ?? 0,
        Pipes = _running?.Pipes ?? default,
        Generation = _generation,
        Backoff = Backoff,
        LastStart = LastStart?.ToUnixTimeMilliseconds() ?? 0,
        LastStop = LastStop?.ToUnixTimeMilliseconds() ?? 0,
        ExitStatus = ExitStatus,
        SpawnError = SpawnError ?? "",
        Command = _command ?? Settings.Command,
        StdoutLog = Logs.StdoutPath ?? "",
        StderrLog = Logs.StderrPath ?? "",
        StopSignal = Settings.StopSignal,
        StopWaitSeconds = Settings.StopWaitSeconds,
        StopAsGroup = Settings.StopAsGroup,
    };

    /// <summary>Goes on where an earlier daemon was with this process. Before anything else is done with it.</summary>
    internal void Restore(JournalEntry entry)
    {
        _generation = entry.Generation;
        Backoff = entry.Backoff;
        LastStart = Time(entry.LastStart);
        LastStop = Time(entry.LastStop);
        ExitStatus = entry.ExitStatus;
        SpawnError = entry.SpawnError.Length > 0 ? entry.SpawnError : null;
        if (entry.Pid > 0 || entry.IsLaunching)
        {
            RestoreRunning(entry);
        }
        else
        {
            RestoreStopped(entry);
        }

        _owner.OnNoteworthy(this);
    }

    private static DateTimeOffset? Time(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private void RestoreRunning(JournalEntry entry)
    {
        _stopRequested = entry.IsBeingStopped;
        _running = _kernel.Adopt(MakeLaunch(_generation, entry: null), entry);
        if (_running is null)
        {
            RestoreEnded(entry);
            return;
        }

        _command = entry.Command;
        IsResumed = entry.IsResumed || !_running.IsChild;
        _log.Info($"success: resumed process '{Name}' with pid {_running.Pid}");
        if (_running is { HasLostOutput: true, IsChild: false })
        {
            // Of a child of this process, which an upgrade has left one, everything was read before its pipe was closed.
            _log.Warn($"'{Name}' (pid {_running.Pid}) has ended or closed its output; what it wrote while no daemon was there is lost");
        }

        if (entry.Command != Settings.Command)
        {
            _log.Warn($"'{Name}' (pid {_running.Pid}) runs with an earlier command: {PythonText.Repr(entry.Command)}; restart it for the one of the configuration");
        }

        TimeSpan age = ProcessAge.Of(_running.StartTicks);
        _startedAt = _time.GetTimestamp() - (long)(age.TotalSeconds * _time.TimestampFrequency);
        if (_stopRequested)
        {
            State = ProcessState.Stopping;
            _ = Terminate(_running, Settings.StopSignal, Settings.StopAsGroup);
        }
        else if (entry.State == ProcessState.Starting)
        {
            State = ProcessState.Starting;
            Schedule(StartPeriod - age);
        }
        else
        {
            State = ProcessState.Running;
        }
    }

    /// <summary>It ended while no daemon was there.</summary>
    private void RestoreEnded(JournalEntry entry)
    {
        if (entry.Pid == 0)
        {
            // Its start had not come so far.
            State = _stopRequested ? ProcessState.Stopped : ProcessState.Exited;
            if (!_stopRequested)
            {
                Schedule(TimeSpan.Zero);
            }

            _stopRequested = false;
            return;
        }

        _log.Info($"pid doesn't exist, can't resume '{Name}' with pid {entry.Pid}");
        LastStop = _time.GetUtcNow();
        State = _stopRequested ? ProcessState.Stopping : ProcessState.Running;
        if (_stopRequested)
        {
            FinishStop(Native.ExitStatus.Unknown, entry.Pid);
        }
        else
        {
            FinishExit(Native.ExitStatus.Unknown, entry.Pid);
        }
    }

    private void RestoreStopped(JournalEntry entry)
    {
        switch (entry.State)
        {
            case ProcessState.Backoff:
                State = ProcessState.Backoff;
                Schedule(Backoff > Settings.StartRetries ? TimeSpan.Zero : TimeSpan.FromSeconds(Backoff));
                break;
            case ProcessState.Exited:
                State = ProcessState.Exited;
                bool expected = ExitStatus is { } code && Settings.ExitCodes.Contains(code);
                if (Settings.AutoRestart == AutoRestart.Always || (Settings.AutoRestart == AutoRestart.Unexpected && !expected))
                {
                    Schedule(TimeSpan.Zero);
                }

                break;
            case ProcessState.Starting:
                State = ProcessState.Exited;
                Schedule(TimeSpan.Zero);
                break;
            case ProcessState.Fatal:
                State = ProcessState.Fatal;
                break;
            default:
                State = ProcessState.Stopped;
                break;
        }
    }
}
