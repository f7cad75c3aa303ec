using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>A child from its start to its reported end. On the supervision thread only.</summary>
internal sealed class RunningProcess : IRunningProcess
{
    /// <summary>How long a report waits for the last output to be logged: a slow disk must not delay a restart.</summary>
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an adopted process's status is waited for: its parent has to take it first, and some inits do so once in seconds.</summary>
    private static readonly TimeSpan s_statusLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_statusInterval = TimeSpan.FromMilliseconds(20);

    private readonly EventLoop _loop;
    private readonly SpawnedProcess _child;
    private readonly IAttachedOutput _output;
    private readonly Action<ExitStatus> _exited;
    private readonly IoRegistration _registration;
    private readonly InputPipe? _input;
    private readonly FastCgiSocket? _sharedInput;
    private readonly OutputTap? _tap;
    private readonly PipeKeeper? _keeper;
    private LoopTimer? _drainTimer;
    private LoopTimer? _statusTimer;
    private TimeSpan _statusWait;
    private bool _ended;
    private bool _reported;

    internal RunningProcess(EventLoop loop, SpawnedProcess child, SafeFileHandle? stdout, IAttachedOutput output, ProcessLaunch launch, PipeKeeper? keeper)
    {
        _keeper = keeper;
        _loop = loop;
        _child = child;
        HasLostOutput = child.Pipes.Output != 0 && child.Output is null && stdout is null;
        _output = output;
        _exited = launch.Exited;
        _sharedInput = launch.Input;
        _input = child.Input is null ? null : new InputPipe(loop, child.Input);
        if (stdout is not null && launch.StdoutReceived is { } received)
        {
            _tap = new OutputTap(loop, stdout, data =>
            {
                output.WriteStdout(data);
                received(data);
            });
        }

        _registration = loop.Register((int)child.PidFd.DangerousGetHandle(), IoEvents.Read, OnPidFdReadable);
    }

    public int Pid => _child.Pid;

    public long StartTicks => _child.StartTicks;

    public PipeNumbers Pipes => _child.Pipes;

    public bool IsEnding => _ended && !_reported;

    public bool HasLostOutput { get; }

    public bool IsChild => _child.IsChild;

    public byte[] PendingInput => _input?.Pending ?? [];

    /// <summary>Once it has been waited for, its pid and the number of its pidfd may be anybody's.</summary>
    public int Signal(int signal, bool group) => _ended ? Errno.ESRCH : _child.Signal(signal, group);

    public bool WriteInput(ReadOnlyMemory<byte> bytes) => _input is not null && _input.Write(bytes);

    public Task<bool> ClearLogsAsync() => _output.ClearAsync();

    private void OnPidFdReadable(IoEvents ready)
    {
        if (_child.TryWait(out ExitStatus status))
        {
            End(status);
        }
        else if (!_child.IsChild)
        {
            // It stays readable.
            _registration.Dispose();
            _statusTimer = _loop.CreateTimer(AskForStatus);
            _statusTimer.Schedule(s_statusInterval);
        }
    }

    private void AskForStatus()
    {
        _statusWait += s_statusInterval;
        if (_child.TryWait(out ExitStatus status))
        {
            End(status);
        }
        else if (_statusWait >= s_statusLimit)
        {
            End(ExitStatus.Unknown);
        }
        else
        {
            _statusTimer!.Schedule(s_statusInterval);
        }
    }

    private void End(ExitStatus status)
    {
        _ended = true;
        _registration.Dispose();
        _input?.Close();
        _sharedInput?.Release();

        // Its other output pipes belong to the log pump.
        _tap?.DrainAndClose();
        _child.PidFd.Dispose();
        _drainTimer = _loop.CreateTimer(() => Report(status));
        _drainTimer.Schedule(s_drainLimit);
        _output.DrainAndClose(() =>
        {
            _keeper?.Drop(_child.Pipes);
            _loop.Post(() => Report(status));
        });
    }

    private void Report(ExitStatus status)
    {
        if (!_reported)
        {
            _reported = true;
            _drainTimer?.Cancel();
            _exited(status);
        }
    }
}
