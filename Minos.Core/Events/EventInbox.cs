using Minos.Logs;
using Minos.Native;

namespace Minos.Events;

/// <summary>Publishes events that occur on other threads: a program's output is read by the log pump. Callable from any thread.</summary>
/// <remarks>The order of posting is kept. A program that writes faster than events can be handed out costs events, not memory.</remarks>
public sealed class EventInbox
{
    /// <summary>The most bytes that may be on their way to the supervision thread.</summary>
    internal const long MaxPendingBytes = 16 * 1024 * 1024;

    private readonly EventBus _bus;
    private readonly EventLoop _loop;
    private readonly ISupervisorLog _log;
    private long _pendingBytes;
    private long _discarded;

    /// <summary>Makes an inbox.</summary>
    /// <param name="bus">Where the events go.</param>
    /// <param name="loop">The supervision thread.</param>
    /// <param name="log">The main log.</param>
    public EventInbox(EventBus bus, EventLoop loop, ISupervisorLog log)
    {
        _bus = bus;
        _loop = loop;
        _log = log;
    }

    /// <summary>Publishes an event on the supervision thread, unless nobody wants it or too many are on their way.</summary>
    public void Post(SupervisorEvent published)
    {
        if (!_bus.IsSubscribed(published.EventType))
        {
            return;
        }

        int bytes = published.WaitingBytes;
        long pending = Interlocked.Add(ref _pendingBytes, bytes);
        if (pending > MaxPendingBytes && pending > bytes)
        {
            _ = Interlocked.Add(ref _pendingBytes, -bytes);
            _ = Interlocked.Increment(ref _discarded);
            return;
        }

        _loop.Post(() =>
        {
            _ = Interlocked.Add(ref _pendingBytes, -bytes);
            _bus.Publish(published);
            if (Interlocked.Exchange(ref _discarded, 0) is > 0 and long discarded)
            {
                _log.Error($"discarded {discarded} events of program output, which came faster than they could be handed out");
            }
        });
    }
}
