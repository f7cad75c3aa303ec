using Minos.Configuration;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>One process and its state machine (Supervisor's manual, "Process States"). Touched by the supervision thread only.</summary>
/// <remarks>
/// Supervisor looks at every process once a second; here each change is an event: a launch that completes, an exit, a timer. What
/// Supervisor would do on its next pass is due on the loop's next turn, so that clients see the same sequence of states.
/// All deadlines follow the monotonic clock; <see cref="LastStart"/> and <see cref="LastStop"/> are for people.
/// </remarks>
public sealed partial class SupervisedProcess
{
    private readonly IProcessKernel _kernel;
    private readonly IProcessOwner _owner;
    private readonly ISupervisorLog _log;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly FastCgiSocket? _input;
    private readonly List<(Func<ProcessState, bool> Reached, TaskCompletionSource<ProcessState> Completion)> _waiting = [];
    private IRunningProcess? _running;
    private TaskCompletionSource<bool>? _launching;
    private long _generation;
    private long _startedAt;
    private int _quickExits;
    private bool _stopRequested;
    private string? _command;

    /// <summary>Makes a process that has not been started.</summary>
    /// <param name="groupName">Its process group.</param>
    /// <param name="settings">What to run.</param>
    /// <param name="logs">Where its output goes.</param>
    /// <param name="kernel">Starts it.</param>
    /// <param name="owner">Its supervisor.</param>
    /// <param name="log">The main log.</param>
    /// <param name="time">The clock; its timers run on the supervision thread.</param>
    /// <param name="input">The socket that is its stdin; null for a pipe.</param>
    public SupervisedProcess(
        string groupName, ProcessSettings settings, IProcessLogs logs, IProcessKernel kernel, IProcessOwner owner, ISupervisorLog log, TimeProvider time,
        FastCgiSocket? input = null)
    {
        GroupName = groupName;
        Settings = settings;
        Logs = logs;
        _kernel = kernel;
        _owner = owner;
        _log = log;
        _time = time;
        _input = input;
        _timer = time.CreateTimer(static process => ((SupervisedProcess)process!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What to run.</summary>
    public ProcessSettings Settings { get; }

    /// <summary>Its process group.</summary>
    public string GroupName { get; }

    /// <summary>Its name within the group.</summary>
    public string Name => Settings.Name;

    /// <summary>The name that clients use: <c>group:name</c>, or just the name when both are the same.</summary>
    public string DisplayName => GroupName == Name ? Name : $"{GroupName}:{Name}";

    /// <summary>Where its output goes.</summary>
    public IProcessLogs Logs { get; }

    /// <summary>The state.</summary>
    public ProcessState State { get; private set; } = ProcessState.Stopped;

    /// <summary>Process id; 0 when there is none.</summary>
    public int Pid => _running?.Pid ?? 0;

    /// <summary>Wall clock of the last start; null before the first.</summary>
    public DateTimeOffset? LastStart { get; private set; }

    /// <summary>Wall clock of the last end; null before the first.</summary>
    public DateTimeOffset? LastStop { get; private set; }

    /// <summary>Failed starts in a row.</summary>
    public int Backoff { get; private set; }

    /// <summary>How it last ended: the exit code, -1 after a signal, null when it has not ended or not stayed up.</summary>
    public int? ExitStatus { get; private set; }

    /// <summary>Why it last could not be started or ended unexpectedly; null when nothing is wrong.</summary>
    public string? SpawnError { get; private set; }

    /// <summary>Whether it is being stopped.</summary>
    public bool IsBeingStopped => _stopRequested;

    /// <summary>Whether the process that runs was taken over from a daemon that died (the Minos fork's <c>resumed</c>).</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Whether nothing is under way that the journal doesn't know.</summary>
    internal bool IsSettled => _launching is null && _running is not { IsEnding: true };

    /// <summary>What its stdin has not taken yet.</summary>
    internal byte[] PendingInput => _running?.PendingInput ?? [];

    /// <summary>A start is under way; what is known of it the kernel notes.</summary>
    internal bool IsLaunching => _launching is not null;

    /// <summary>How often it has been started, with the starts that failed, since it was made.</summary>
    public long StartCount => _generation;

    /// <summary>Time since the last start.</summary>
    public TimeSpan Uptime => _time.GetElapsedTime(_startedAt);

    /// <summary>Gets what the process writes to stdout, beside the log; set before the first start.</summary>
    internal Action<ReadOnlyMemory<byte>>? StdoutReceived { get; set; }

    /// <summary>Starts it. Does nothing but warn when it has a process already, or when the daemon is shutting down.</summary>
    public void Start()
    {
        if (!_owner.AcceptsStarts)
        {
            _log.Warn($"process '{Name}' not started: the daemon is shutting down");
            return;
        }

        if (_running is not null || _launching is not null)
        {
            _log.Warn($"process '{Name}' already running");
            return;
        }

        _stopRequested = false;
        SpawnError = null;
        ExitStatus = null;
        LastStart = _time.GetUtcNow();
        _startedAt = _time.GetTimestamp();
        long generation = ++_generation;
        _launching = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        IsResumed = false;
        _command = null;
        ChangeState(ProcessState.Starting, tries: Backoff);
        _kernel.Launch(MakeLaunch(generation, ToJournal() with { IsLaunching = true, Pid = 0 }));
    }

    /// <summary>Completes when the start that is under way has succeeded (true) or failed; at once when none is.</summary>
    public Task<bool> Launched => _launching?.Task ?? Task.FromResult(true);

    /// <summary>Stops it: the stop signal, and SIGKILL when that takes longer than it may.</summary>
    /// <returns>Null, or why it cannot be stopped.</returns>
    public string? Stop()
    {
        if (State == ProcessState.Backoff)
        {
            // Supervisor keeps the counter, so that a later start has fewer attempts than startretries says.
            CancelTimer();
            Backoff = 0;
            ChangeState(ProcessState.Stopped);
            return null;
        }

        if (State is not (ProcessState.Starting or ProcessState.Running))
        {
            string message = $"attempted to kill {Name} with sig {SignalNames.Describe(Settings.StopSignal)} but it wasn't running";
            _log.Debug(message);
            return message;
        }

        _stopRequested = true;
        ChangeState(ProcessState.Stopping);
        return _running is null ? null : Terminate(_running, Settings.StopSignal, Settings.StopAsGroup);
    }

    /// <summary>Keeps a process in EXITED from being started again by itself.</summary>
    public void CancelRestart()
    {
        if (State == ProcessState.Exited)
        {
            CancelTimer();
        }
    }

    /// <summary>Ends the attempts of a process in BACKOFF, as a shutdown does.</summary>
    public void GiveUp()
    {
        CancelTimer();
        Backoff = 0;
        ChangeState(ProcessState.Fatal);
    }

    /// <summary>Sends a signal that is not meant to stop it.</summary>
    /// <returns>Null, or why it was not sent.</returns>
    public string? Signal(int signal)
    {
        if (_running is null)
        {
            string message = $"attempted to send {Name} sig {SignalNames.Describe(signal)} but it wasn't running";
            _log.Debug(message);
            return message;
        }

        _log.Debug($"sending {Name} (pid {Pid}) sig {SignalNames.Describe(signal)}");
        return Send(_running, signal, group: false);
    }

    /// <summary>Queues bytes for its stdin.</summary>
    /// <returns>False when its stdin is closed.</returns>
    public bool WriteInput(ReadOnlyMemory<byte> bytes) => _running is not null && _running.WriteInput(bytes);

    /// <summary>Empties the logs of the running process; one that does not run has none open.</summary>
    /// <returns>False when it could not be done.</returns>
    public Task<bool> ClearLogsAsync() => _running?.ClearLogsAsync() ?? Task.FromResult(true);

    /// <summary>Completes once the state satisfies <paramref name="reached"/>, at once when it does now, with the state that did.</summary>
    public Task<ProcessState> WaitForAsync(Func<ProcessState, bool> reached)
    {
        if (reached(State))
        {
            return Task.FromResult(State);
        }

        var completion = new TaskCompletionSource<ProcessState>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((reached, completion));
        return completion.Task;
    }

    /// <summary>Forgets the timer; the process must be stopped and is not used afterwards.</summary>
    public void Retire() => _timer.Dispose();

    private ProcessLaunch MakeLaunch(long generation, JournalEntry? entry) => new(GroupName, Settings, Logs)
    {
        Input = _input,
        Entry = entry,
        Started = running => OnStarted(generation, running),
        Failed = failure => OnStartFailed(generation, failure),
        Exited = status => OnExited(generation, status),
        StdoutReceived = StdoutReceived is { } received ? data => PassOn(generation, data, received) : null,
    };

    private void PassOn(long generation, ReadOnlyMemory<byte> data, Action<ReadOnlyMemory<byte>> received)
    {
        if (generation == _generation)
        {
            received(data);
        }
    }

    private void ChangeState(ProcessState state, int tries = 0, bool expected = true, int? pid = null)
    {
        ProcessState from = State;
        if (from == state)
        {
            return;
        }

        State = state;
        _owner.OnStateChanged(new ProcessStateChange(this, from, state) { Pid = pid ?? Pid, Tries = tries, Expected = expected });
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_waiting[i].Reached(state))
            {
                _ = _waiting[i].Completion.TrySetResult(state);
                _waiting.RemoveAt(i);
            }
        }
    }

    private void Schedule(TimeSpan due) => _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private void CancelTimer() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
