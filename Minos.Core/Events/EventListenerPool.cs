using Minos.Logs;
using Minos.Supervision;

namespace Minos.Events;

/// <summary>A pool of event listeners: keeps the events that it has subscribed to until one of its listeners is ready (Supervisor's manual,
/// "Event Listeners"). Used on the supervision thread only.</summary>
/// <remarks>
/// When the buffer is full the oldest event goes. A rejected event comes back to its own pool; Supervisor offers it to every pool that has a
/// process of the same priority. Beside the number of events their size is bounded.
/// </remarks>
public sealed class EventListenerPool
{
    /// <summary>The most bytes that waiting events may take together, unless it is one alone.</summary>
    internal const long MaxWaitingBytes = 64 * 1024 * 1024;

    private readonly LinkedList<PooledEvent> _buffer = new();
    private readonly List<PoolListener> _listeners = [];
    private readonly EventSerial _serial = new();
    private readonly Func<string> _identifier;
    private readonly ISupervisorLog _log;
    private long _waitingBytes;

    /// <summary>Makes a pool without listeners.</summary>
    /// <param name="name">The pool's name, for event headers.</param>
    /// <param name="subscriptions">What it subscribes to. An event that several of them match is delivered once for each.</param>
    /// <param name="bufferSize">How many events are kept; 1 or more.</param>
    /// <param name="identifier">The daemon's identifier as it is now, for event headers.</param>
    /// <param name="log">The main log.</param>
    public EventListenerPool(string name, IReadOnlyList<EventType> subscriptions, int bufferSize, Func<string> identifier, ISupervisorLog log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        Name = name;
        Subscriptions = subscriptions;
        BufferSize = bufferSize;
        _identifier = identifier;
        _log = log;
    }

    /// <summary>The pool's name.</summary>
    public string Name { get; }

    /// <summary>What it subscribes to.</summary>
    public IReadOnlyList<EventType> Subscriptions { get; }

    /// <summary>How many events are kept.</summary>
    public int BufferSize { get; }

    /// <summary>Number of events that wait for a listener.</summary>
    public int WaitingCount => _buffer.Count;

    /// <summary>Number of events that were discarded because the buffer was full.</summary>
    public long DiscardedCount { get; private set; }

    /// <summary>The listeners, in the order in which they are given events.</summary>
    public IReadOnlyList<PoolListener> Listeners => _listeners;

    /// <summary>Adds a listener after the others.</summary>
    /// <returns>The listener, to be told what happens to the process.</returns>
    public PoolListener Add(IEventListener process)
    {
        var listener = new PoolListener(this, process, _log);
        _listeners.Add(listener);
        return listener;
    }

    /// <summary>What is handed on to the daemon that replaces this one.</summary>
    internal PoolState Save() => new(Name, _serial.Last, [.. _buffer.Select(Save)], [.. _listeners.Select(static l => l.Save())]);

    /// <summary>Goes on from there; events that have come since wait behind those.</summary>
    internal void Load(PoolState state)
    {
        _serial.Last = Math.Max(_serial.Last, state.Serial);
        foreach (PooledEvent pooled in state.Waiting.Select(Load).OfType<PooledEvent>().Reverse())
        {
            Insert(pooled, atHead: true);
        }

        foreach (PoolListener listener in _listeners)
        {
            if (state.Listeners.FirstOrDefault(l => l.Name == listener.Name) is { } saved)
            {
                listener.Load(saved);
            }
        }
    }

    internal static EventState Save(PooledEvent pooled) => new(pooled.Event.Name, pooled.Event.Payload, pooled.Serial, pooled.PoolSerial);

    /// <summary>Null for a type that this version doesn't know.</summary>
    internal static PooledEvent? Load(EventState state) => EventType.Find(state.Type) is { } type
        ? new PooledEvent(new RestoredEvent(type, state.Payload), state.Serial, state.PoolSerial)
        : null;

    /// <summary>How often an event of that type is delivered: once for each subscription that includes it.</summary>
    internal int CountMatches(EventType type)
    {
        int matches = 0;
        foreach (EventType subscription in Subscriptions)
        {
            matches += type.Is(subscription) ? 1 : 0;
        }

        return matches;
    }

    /// <summary>Takes an event and hands it out if a listener is ready.</summary>
    internal void Accept(SupervisorEvent accepted, long serial, int times)
    {
        var pooled = new PooledEvent(accepted, serial, _serial.Next());
        Insert(pooled, atHead: false);
        for (int again = 1; again < times; again++)
        {
            LogRebuffering(pooled);
            Insert(pooled, atHead: false);
        }

        Dispatch();
    }

    /// <summary>Takes an event back that has to be delivered again, before all others.</summary>
    internal void Requeue(PooledEvent pooled)
    {
        LogRebuffering(pooled);
        Insert(pooled, atHead: true);
    }

    /// <summary>Hands out the oldest events as long as a listener is ready; the end of everything that happens to the pool.</summary>
    internal void Dispatch()
    {
        HandOut();
        foreach (PoolListener listener in _listeners)
        {
            listener.TellIfChanged();
        }
    }

    private void HandOut()
    {
        while (_buffer.First is { } oldest && _listeners.Exists(static l => l.IsEligible))
        {
            Remove(oldest);
            if (!TrySend(oldest.Value))
            {
                Requeue(oldest.Value);
                return;
            }
        }
    }

    private bool TrySend(PooledEvent pooled)
    {
        byte[] envelope = EventEnvelope.Create(_identifier(), Name, pooled);
        foreach (PoolListener listener in _listeners)
        {
            if (listener.IsEligible && listener.TrySend(pooled, envelope))
            {
                return true;
            }
        }

        return false;
    }

    private void Insert(PooledEvent pooled, bool atHead)
    {
        while (_buffer.First is { } oldest && (_buffer.Count >= BufferSize || _waitingBytes + pooled.Event.WaitingBytes > MaxWaitingBytes))
        {
            Remove(oldest);
            DiscardedCount++;
            _log.Error($"pool {Name} event buffer overflowed, discarding event {oldest.Value.Serial}");
        }

        _waitingBytes += pooled.Event.WaitingBytes;
        _ = atHead ? _buffer.AddFirst(pooled) : _buffer.AddLast(pooled);
    }

    private void Remove(LinkedListNode<PooledEvent> node)
    {
        _buffer.Remove(node);
        _waitingBytes -= node.Value.Event.WaitingBytes;
    }

    private void LogRebuffering(PooledEvent pooled) =>
        _log.Debug($"rebuffering event {pooled.Serial} for pool {Name} (buf size={_buffer.Count}, max={BufferSize})");
}
