using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>One thread that waits for descriptors, timers and posted work (man 7 epoll), and owns all state that its handlers touch.</summary>
/// <remarks>
/// Nothing wakes it up when nothing is due. Timers follow the monotonic clock. A handler that throws is reported to
/// <see cref="HandlerFailed"/> and the loop goes on.
/// </remarks>
public sealed class EventLoop : IDisposable
{
    private const int MaxEvents = 256;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_dataOffset + 8;

    private readonly int _epoll;
    private readonly SafeFileHandle _wakeUp;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Dictionary<long, IoRegistration> _registrations = [];
    private readonly PriorityQueue<(LoopTimer Timer, long Version), long> _timers = new();
    private long _nextToken = 1;
    private long _turn;
    private int _wakeUpPending;
    private volatile bool _stopping;

    /// <summary>Makes a loop; <see cref="Start"/> runs it.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="time">The clock of the timers; the system's monotonic clock by default.</param>
    /// <exception cref="IOException">The kernel has no descriptors left.</exception>
    public EventLoop(string name, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        TimeProvider = new LoopTimeProvider(this, _time);
        _epoll = Check("epoll_create1", Libc.EpollCreate(Libc.EpollCloseOnExec));
        _wakeUp = new SafeFileHandle(Check("eventfd", Libc.EventFd(0, Libc.EventFdFlags)), ownsHandle: true);
        Control(Libc.EpollAdd, (int)_wakeUp.DangerousGetHandle(), IoEvents.Read, 0);
        _thread = new Thread(Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = name };
    }

    /// <summary>This loop's clock, whose timers run on the loop's thread; for code that is tested with a clock of its own.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Told about every exception that a handler lets escape.</summary>
    public Action<Exception>? HandlerFailed { get; set; }

    /// <summary>Whether the caller runs on the loop's thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>How many handlers have begun. From any thread: as long as it stays the same, so does all state that handlers own.</summary>
    public long Turn => Volatile.Read(ref _turn);

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the loop after the work that is already posted, and waits for it unless called on its own thread.</summary>
    public void Stop()
    {
        _stopping = true;
        WakeUp();
        if (!IsCurrent && _thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <summary>Runs <paramref name="action"/> on the loop's thread, later, in the order of posting. From any thread; nothing once the loop has
    /// been disposed of.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        WakeUp();
    }

    /// <summary>Runs <paramref name="function"/> on the loop's thread and hands its result or exception back. From any thread.</summary>
    public Task<T> InvokeAsync<T>(Func<T> function)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                completion.SetResult(function());
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        });
        return completion.Task;
    }

    /// <summary>Runs <paramref name="action"/> on the loop's thread. From any thread.</summary>
    public Task InvokeAsync(Action action) => InvokeAsync(() =>
    {
        action();
        return true;
    });

    /// <summary>Watches a descriptor, level-triggered. On the loop's thread only.</summary>
    /// <exception cref="IOException">The descriptor cannot be watched (a regular file), or there is no memory.</exception>
    public IoRegistration Register(int descriptor, IoEvents interest, Action<IoEvents> handler)
    {
        var registration = new IoRegistration(this, descriptor, _nextToken++, interest, handler);
        Control(Libc.EpollAdd, descriptor, interest, registration.Token);
        _registrations.Add(registration.Token, registration);
        return registration;
    }

    /// <summary>Makes a timer that runs <paramref name="callback"/> on the loop's thread.</summary>
    public LoopTimer CreateTimer(Action callback) => new(this, callback);

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _wakeUp.Dispose();
        _ = Libc.Close(_epoll);
    }

    internal void Modify(IoRegistration registration) =>
        Control(Libc.EpollModify, registration.Descriptor, registration.Interest, registration.Token);

    internal void Unregister(IoRegistration registration)
    {
        if (_registrations.Remove(registration.Token))
        {
            Control(Libc.EpollDelete, registration.Descriptor, IoEvents.None, 0);
        }
    }

    internal void Enqueue(LoopTimer timer, TimeSpan due)
    {
        long ticks = due <= TimeSpan.Zero ? 0 : (long)(due.TotalSeconds * _time.TimestampFrequency);
        _timers.Enqueue((timer, timer.Version), _time.GetTimestamp() + ticks);
    }

    private static int Check(string operation, int result) => result >= 0 ? result : throw Errno.Exception(operation, Errno.Last);

    private unsafe void Control(int operation, int descriptor, IoEvents interest, long token)
    {
        byte* entry = stackalloc byte[16];
        var span = new Span<byte>(entry, 16);
        span.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)interest);
        BinaryPrimitives.WriteInt64LittleEndian(span[s_dataOffset..], token);
        _ = Check("epoll_ctl", Libc.EpollControl(_epoll, operation, descriptor, entry));
    }

    private unsafe void WakeUp()
    {
        if (Interlocked.Exchange(ref _wakeUpPending, 1) != 0)
        {
            return;
        }

        // Held, because a late poster must not write to whatever got the number of a descriptor that has been closed.
        bool isHeld = false;
        try
        {
            _wakeUp.DangerousAddRef(ref isHeld);
            ulong one = 1;
            _ = Libc.Write((int)_wakeUp.DangerousGetHandle(), (byte*)&one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended.
        }
        finally
        {
            if (isHeld)
            {
                _wakeUp.DangerousRelease();
            }
        }
    }

    private unsafe void Run()
    {
        byte* events = stackalloc byte[MaxEvents * 16];
        while (!_stopping || !_posted.IsEmpty)
        {
            int count = Libc.EpollWait(_epoll, events, MaxEvents, MillisecondsToNextTimer());
            if (count < 0 && Errno.Last != Errno.EINTR)
            {
                throw Errno.Exception("epoll_wait", Errno.Last);
            }

            for (int i = 0; i < count; i++)
            {
                var entry = new ReadOnlySpan<byte>(events + (i * s_eventSize), s_eventSize);
                Dispatch((IoEvents)BinaryPrimitives.ReadUInt32LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[s_dataOffset..]));
            }

            RunPosted();
            RunTimers();
        }
    }

    private unsafe void Dispatch(IoEvents ready, long token)
    {
        if (token == 0)
        {
            ulong ignored;
            _ = Libc.Read((int)_wakeUp.DangerousGetHandle(), (byte*)&ignored, sizeof(ulong));

            // A full fence: were the queue looked at before this is seen, a post between the two would wake nobody.
            _ = Interlocked.Exchange(ref _wakeUpPending, 0);
        }
        else if (_registrations.TryGetValue(token, out IoRegistration? registration))
        {
            Guard(static state => state.registration.Handler(state.ready), (registration, ready));
        }
    }

    private void RunPosted()
    {
        // Only what is there now: work that posts work must not keep descriptors waiting.
        for (int n = _posted.Count; n > 0 && _posted.TryDequeue(out Action? action); n--)
        {
            Guard(static state => state(), action);
        }

        if (!_posted.IsEmpty)
        {
            WakeUp();
        }
    }

    private void RunTimers()
    {
        long now = _time.GetTimestamp();
        while (_timers.TryPeek(out (LoopTimer Timer, long Version) next, out long due) && due <= now)
        {
            _ = _timers.Dequeue();
            if (next.Timer.IsScheduled && next.Timer.Version == next.Version)
            {
                Guard(static timer => timer.Fire(), next.Timer);
            }
        }
    }

    private int MillisecondsToNextTimer()
    {
        while (_timers.TryPeek(out (LoopTimer Timer, long Version) next, out long due))
        {
            if (!next.Timer.IsScheduled || next.Timer.Version != next.Version)
            {
                _ = _timers.Dequeue();
                continue;
            }

            double wait = Math.Ceiling((due - _time.GetTimestamp()) * 1000.0 / _time.TimestampFrequency);
            return (int)Math.Clamp(wait, 0, int.MaxValue);
        }

        return -1;
    }

    private void Guard<T>(Action<T> action, T state)
    {
        // Seen by others before anything that the handler does.
        _ = Interlocked.Increment(ref _turn);
        try
        {
            action(state);
        }
        catch (Exception exception)
        {
            HandlerFailed?.Invoke(exception);
        }
    }
}
