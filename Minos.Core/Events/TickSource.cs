namespace Minos.Events;

/// <summary>Publishes TICK_5, TICK_60 and TICK_3600 at the multiples of their periods. Used on the supervision thread only.</summary>
/// <remarks>
/// As long as nobody has subscribed to any of them there is no timer, and nothing wakes up. Beats that were missed are not made up for; a
/// clock that was set, forwards or back, gives one beat, at the latest after a minute.
/// </remarks>
public sealed class TickSource
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly EventBus _bus;
    private readonly TimeProvider _time;
    private readonly Beat[] _beats = [new(EventType.Tick5, 5), new(EventType.Tick60, 60), new(EventType.Tick3600, 3600)];
    private readonly ITimer _timer;
    private bool _isArmed;

    /// <summary>Makes a source that follows the subscriptions of a bus.</summary>
    /// <param name="bus">Where the events go.</param>
    /// <param name="time">The clock; its timers run on the supervision thread.</param>
    public TickSource(EventBus bus, TimeProvider time)
    {
        _bus = bus;
        _time = time;
        _timer = time.CreateTimer(static source => ((TickSource)source!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        bus.SubscriptionsChanged += Update;
        Update();
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The beat that a time belongs to: the multiple of the period before it.</summary>
    /// <param name="seconds">The period.</param>
    /// <param name="time">The time.</param>
    /// <returns>Seconds since 1970.</returns>
    internal static long Slice(int seconds, DateTimeOffset time) => Math.DivRem(time.ToUnixTimeSeconds(), seconds).Quotient * seconds;

    /// <summary>Ends the beats for good.</summary>
    public void Stop()
    {
        _bus.SubscriptionsChanged -= Update;
        _timer.Dispose();
    }

    private void Update()
    {
        bool isWanted = Array.Exists(_beats, b => _bus.IsSubscribed(b.Type));
        if (isWanted && !_isArmed)
        {
            // The beat that is under way has already been.
            foreach (Beat beat in _beats)
            {
                beat.Last = Slice(beat.Seconds, Now);
            }
        }

        _isArmed = isWanted;
        Schedule();
    }

    private void OnTimer()
    {
        DateTimeOffset now = Now;
        foreach (Beat beat in _beats)
        {
            long slice = Slice(beat.Seconds, now);
            if (slice != beat.Last)
            {
                beat.Last = slice;
                _bus.Publish(new TickEvent(beat.Type, slice));
            }
        }

        Schedule();
    }

    private void Schedule()
    {
        if (!_isArmed)
        {
            _ = _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        DateTimeOffset now = Now;
        TimeSpan wait = s_longestWait;
        foreach (Beat beat in _beats)
        {
            TimeSpan untilNext = DateTimeOffset.FromUnixTimeSeconds(Slice(beat.Seconds, now) + beat.Seconds) - now;
            if (_bus.IsSubscribed(beat.Type) && untilNext < wait)
            {
                wait = untilNext;
            }
        }

        _ = _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private sealed class Beat(EventType type, int seconds)
    {
        public EventType Type { get; } = type;

        public int Seconds { get; } = seconds;

        public long Last { get; set; }
    }
}
