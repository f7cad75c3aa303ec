using Minos.Configuration;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <content>What happens to a process by itself: launches, exits and deadlines.</content>
public sealed partial class SupervisedProcess
{
    private const int SignalKill = 9;
    private const int QuickExits = 10;

    private static readonly TimeSpan s_quickExit = TimeSpan.FromSeconds(1);

    private TimeSpan StartPeriod => TimeSpan.FromSeconds(Settings.StartSeconds);

    private void OnStarted(long generation, IRunningProcess running)
    {
        if (generation != _generation || _launching is null)
        {
            return;
        }

        _running = running;

        // Not from the request: one that waited for others to be started and then dies at once has not stayed up.
        _startedAt = _time.GetTimestamp();
        _log.Info($"spawned: '{Name}' with pid {running.Pid}");
        EndLaunch(succeeded: true);
        if (_stopRequested)
        {
            _ = Terminate(running, Settings.StopSignal, Settings.StopAsGroup);
        }
        else
        {
            Schedule(StartPeriod);
        }

        _owner.OnNoteworthy(this);
    }

    private void OnStartFailed(long generation, SpawnFailure failure)
    {
        if (generation != _generation || _launching is null)
        {
            return;
        }

        SpawnError = failure.Message;
        _log.Info($"spawnerr: {failure.Message}");
        if (_stopRequested)
        {
            _stopRequested = false;
            Backoff = 0;
            LastStop = _time.GetUtcNow();
            ChangeState(ProcessState.Stopped);
        }
        else
        {
            EnterBackoff();
        }

        EndLaunch(succeeded: false);
        _owner.OnNoteworthy(this);
    }

    private void EndLaunch(bool succeeded)
    {
        TaskCompletionSource<bool>? launching = _launching;
        _launching = null;
        _ = launching?.TrySetResult(succeeded);
    }

    private void OnExited(long generation, ExitStatus status)
    {
        if (generation != _generation || _running is null)
        {
            return;
        }

        int pid = _running.Pid;
        _running = null;
        IsResumed = false;
        LastStop = _time.GetUtcNow();
        CancelTimer();
        if (_stopRequested)
        {
            FinishStop(status, pid);
        }
        else if (State == ProcessState.Unknown)
        {
            ExitStatus = status.SupervisorCode;
            _log.Warn($"exited: {Name} ({status}; not expected)");
            ChangeState(ProcessState.Stopped, pid: pid);
        }
        else if (State == ProcessState.Starting && Settings.StartSeconds > 0 && Uptime < StartPeriod)
        {
            ExitStatus = null;
            SpawnError = "Exited too quickly (process log may have details)";
            _log.Warn($"exited: {Name} ({status}; not expected)");
            EnterBackoff();
        }
        else
        {
            FinishExit(status, pid);
        }
    }

    private void FinishStop(ExitStatus status, int pid)
    {
        _stopRequested = false;
        Backoff = 0;
        ExitStatus = status.SupervisorCode;
        _log.Write(IsExpected(status) ? SupervisorLogLevel.Info : SupervisorLogLevel.Warn, $"stopped: {Name} ({status})");
        ChangeState(ProcessState.Stopped, pid: pid);
    }

    private void FinishExit(ExitStatus status, int pid)
    {
        // The timer that would have said so may be due in the same turn.
        if (State == ProcessState.Starting)
        {
            ChangeState(ProcessState.Running, pid: pid);
        }

        Backoff = 0;
        ExitStatus = status.SupervisorCode;
        bool expected = IsExpected(status);
        if (expected)
        {
            SpawnError = null;
            _log.Info($"exited: {Name} ({status}; expected)");
        }
        else
        {
            SpawnError = $"Bad exit code {status.SupervisorCode}";
            _log.Warn($"exited: {Name} ({status}; not expected)");
        }

        ChangeState(ProcessState.Exited, expected: expected, pid: pid);
        if (Settings.AutoRestart == AutoRestart.Always || (Settings.AutoRestart == AutoRestart.Unexpected && !expected))
        {
            Schedule(RestartDelay());
        }
    }

    /// <summary>With <c>startsecs=0</c> no exit counts as a failed start and <c>startretries</c> never ends the attempts (Supervisor's #1285): what
    /// ends at once is started again at once for some time, then once a second.</summary>
    private TimeSpan RestartDelay()
    {
        _quickExits = Uptime < s_quickExit ? _quickExits + 1 : 0;
        if (_quickExits <= QuickExits)
        {
            return TimeSpan.Zero;
        }

        if (_quickExits == QuickExits + 1)
        {
            _log.Warn($"{Name} ended within a second {_quickExits} times in a row; from now on it is started again once a second");
        }

        return s_quickExit - Uptime;
    }

    private bool IsExpected(ExitStatus status) => status.Signal == 0 && Settings.ExitCodes.Contains(status.Code);

    private void EnterBackoff()
    {
        Backoff++;
        ChangeState(ProcessState.Backoff, tries: Backoff);
        Schedule(Backoff > Settings.StartRetries ? TimeSpan.Zero : TimeSpan.FromSeconds(Backoff));
    }

    private void OnTimer()
    {
        switch (State)
        {
            case ProcessState.Starting when _running is not null:
                Backoff = 0;
                ChangeState(ProcessState.Running);
                _log.Info($"success: {Name} entered RUNNING state, process has stayed up for > than {Settings.StartSeconds} seconds (startsecs)");
                break;
            case ProcessState.Backoff when Backoff > Settings.StartRetries:
                _log.Info($"gave up: {Name} entered FATAL state, too many start retries too quickly");
                GiveUp();
                break;
            case ProcessState.Backoff when _owner.AcceptsStarts:
            case ProcessState.Exited when _owner.AcceptsStarts:
                Start();
                break;
            case ProcessState.Stopping when _running is not null:
                _log.Warn($"killing '{Name}' ({Pid}) with SIGKILL");
                _ = Terminate(_running, SignalKill, Settings.KillAsGroup);
                break;
        }
    }

    /// <summary>Sends a signal that is meant to end it, and sets the deadline after which SIGKILL follows, again and again.</summary>
    private string? Terminate(IRunningProcess running, int signal, bool group)
    {
        if (_log.IsEnabled(SupervisorLogLevel.Debug))
        {
            _log.Debug($"killing {Name} (pid {running.Pid}) {(group ? "process group " : "")}with signal {SignalNames.Describe(signal)}");
        }

        Schedule(TimeSpan.FromSeconds(Settings.StopWaitSeconds));
        return Send(running, signal, group);
    }

    private string? Send(IRunningProcess running, int signal, bool group)
    {
        int errno = running.Signal(signal, group);
        if (errno == 0)
        {
            return null;
        }

        if (errno == Errno.ESRCH)
        {
            // Its exit is on the way.
            _log.Debug($"unable to signal {Name} (pid {running.Pid}), it probably just exited on its own: {Errno.Describe(errno)}");
            return null;
        }

        string message = $"unknown problem killing {Name} ({running.Pid}):{Errno.Name(errno)}";
        _log.Critical(message);
        _stopRequested = false;
        CancelTimer();
        ChangeState(ProcessState.Unknown);
        return message;
    }
}
