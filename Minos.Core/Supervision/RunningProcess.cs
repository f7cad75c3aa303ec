using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>A child from its start to its reported end. On the supervision thread only.</summary>
internal sealed class RunningProcess : IRunningProcess
{
    /// <summary>How long a report waits for the last output to be logged: a slow disk must not delay a restart.</summary>
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromMilliseconds(200);

    private readonly EventLoop _loop;
    private readonly SpawnedProcess _child;
    private readonly IAttachedOutput _output;
    private readonly Action<ExitStatus> _exited;
    private readonly IoRegistration _registration;
    private readonly InputPipe? _input;
    private readonly FastCgiSocket? _sharedInput;
    private readonly OutputTap? _tap;
    private LoopTimer? _drainTimer;
    private bool _ended;
    private bool _reported;

    internal RunningProcess(EventLoop loop, SpawnedProcess child, SafeFileHandle? stdout, IAttachedOutput output, ProcessLaunch launch)
    {
        _loop = loop;
        _child = child;
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

    /// <summary>Once it has been waited for, its pid and the number of its pidfd may be anybody's.</summary>
    public int Signal(int signal, bool group) => _ended ? Errno.ESRCH : _child.Signal(signal, group);

    public bool WriteInput(ReadOnlyMemory<byte> bytes) => _input is not null && _input.Write(bytes);

    public Task<bool> ClearLogsAsync() => _output.ClearAsync();

    private void OnPidFdReadable(IoEvents ready)
    {
        if (!_child.TryWait(out ExitStatus status))
        {
            return;
        }

        _ended = true;
        _registration.Dispose();
        _input?.Close();
        _sharedInput?.Release();

        // Its other output pipes belong to the log pump.
        _tap?.DrainAndClose();
        _child.PidFd.Dispose();
        _drainTimer = _loop.CreateTimer(() => Report(status));
        _drainTimer.Schedule(s_drainLimit);
        _output.DrainAndClose(() => _loop.Post(() => Report(status)));
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
