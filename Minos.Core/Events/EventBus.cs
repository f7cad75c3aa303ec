using Minos.Logs;

namespace Minos.Events;

/// <summary>Where events go: to the pools of event listeners and to whoever else wants to know. Used on the supervision thread, but for
/// <see cref="IsSubscribed"/>.</summary>
public sealed class EventBus
{
    private readonly EventSerial _serial;
    private readonly ISupervisorLog _log;
    private readonly List<EventListenerPool> _pools = [];
    private readonly List<Subscription> _subscriptions = [];
    private volatile EventType[] _subscribed = [];

    /// <summary>Makes a bus that nobody has subscribed to.</summary>
    /// <param name="log">The main log.</param>
    /// <param name="serial">The counter for event headers, which outlives a restart within the same process.</param>
    public EventBus(ISupervisorLog log, EventSerial? serial = null)
    {
        _log = log;
        _serial = serial ?? new EventSerial();
    }

    /// <summary>Called after every change of the subscriptions.</summary>
    public Action? SubscriptionsChanged { get; set; }

    /// <summary>The pools, in the order in which they get events.</summary>
    public IReadOnlyList<EventListenerPool> Pools => _pools;

    /// <summary>Lets a pool have the events that it subscribes to from now on.</summary>
    public void Add(EventListenerPool pool)
    {
        _pools.Add(pool);
        UpdateSubscribed();
    }

    /// <summary>Ends the subscriptions of a pool.</summary>
    public void Remove(EventListenerPool pool)
    {
        _ = _pools.Remove(pool);
        UpdateSubscribed();
    }

    /// <summary>Calls <paramref name="handler"/> for every event of a type, on the supervision thread, until the result is disposed of (there
    /// too).</summary>
    public IDisposable Subscribe(EventType type, Action<SupervisorEvent> handler)
    {
        var subscription = new Subscription(this, type, handler);
        _subscriptions.Add(subscription);
        UpdateSubscribed();
        return subscription;
    }

    /// <summary>Whether anybody gets events of that type. From any thread.</summary>
    public bool IsSubscribed(EventType type) => Array.Exists(_subscribed, type.Is);

    /// <summary>Hands an event to all who have subscribed to it. Pools keep it until a listener is ready; nothing here waits.</summary>
    public void Publish(SupervisorEvent published)
    {
        long? serial = null;
        foreach (EventListenerPool pool in _pools)
        {
            if (pool.CountMatches(published.EventType) is > 0 and int times)
            {
                // Events that no pool wants have no number.
                serial ??= _serial.Next();
                pool.Accept(published, serial.Value, times);
            }
        }

        foreach (Subscription subscription in _subscriptions.ToArray())
        {
            if (published.EventType.Is(subscription.Type))
            {
                Notify(subscription, published);
            }
        }
    }

    private void Notify(Subscription subscription, SupervisorEvent published)
    {
        try
        {
            subscription.Handler(published);
        }
        catch (Exception exception)
        {
            // A process is in the middle of its transition; it must not be left there.
            _log.Critical($"a handler of event {published.Name} failed: {exception}");
        }
    }

    private void UpdateSubscribed()
    {
        _subscribed = [.. _pools.SelectMany(static p => p.Subscriptions).Concat(_subscriptions.Select(static s => s.Type)).Distinct()];
        SubscriptionsChanged?.Invoke();
    }

    private sealed class Subscription(EventBus bus, EventType type, Action<SupervisorEvent> handler) : IDisposable
    {
        public EventType Type { get; } = type;

        public Action<SupervisorEvent> Handler { get; } = handler;

        public void Dispose()
        {
            if (bus._subscriptions.Remove(this))
            {
                bus.UpdateSubscribed();
            }
        }
    }
}
