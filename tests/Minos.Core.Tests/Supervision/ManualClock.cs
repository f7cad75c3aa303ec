namespace Minos.Core.Tests.Supervision;

/// <summary>A clock with timers that only a test moves. The wall clock can be set apart from the monotonic one.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly DateTimeOffset _start = new(2026, 11, 2, 10, 52, 27, TimeSpan.Zero);
    private readonly List<ManualTimer> _timers = [];
    private long _now;
    private long _changes;

    /// <summary>How far the wall clock has been set forward or back.</summary>
    public TimeSpan WallClockStep { get; set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => _start + new TimeSpan(GetTimestamp()) + WallClockStep;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        _timers.Add(timer);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    public void AdvanceSeconds(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Moves on while the loop is busy: no timer is called.</summary>
    public void PassSeconds(double seconds) => Interlocked.Add(ref _now, TimeSpan.FromSeconds(seconds).Ticks);

    /// <summary>What is due now is called, as on the loop's next turn.</summary>
    public void NextTurn() => Advance(TimeSpan.Zero);

    /// <summary>Moves on and calls what becomes due, in the order in which it does.</summary>
    public void Advance(TimeSpan by)
    {
        long target = _now + by.Ticks;
        while (_timers.Where(t => t.Due <= target).MinBy(t => (t.Due, t.Order)) is { } next)
        {
            Interlocked.Exchange(ref _now, Math.Max(_now, next.Due!.Value));
            next.Fire();
        }

        Interlocked.Exchange(ref _now, target);
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        public long? Due { get; private set; }

        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime.Ticks;
            Order = ++clock._changes;
            return true;
        }

        public void Fire()
        {
            Due = null;
            callback();
        }

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
