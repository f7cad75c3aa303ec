using Minos.Core.Tests.Logs;
using Minos.Events;

namespace Minos.Core.Tests.Events;

public class TickSourceTests
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.FromUnixTimeSeconds(3600 * 500_000) + TimeSpan.FromSeconds(3.5);
    private readonly Clock _clock = new(s_start);
    private readonly EventBus _bus = new(new RecordingLog());
    private readonly List<string> _ticks = [];

    [Theory]
    [InlineData(5, 4.9, 0)]
    [InlineData(5, 5, 5)]
    [InlineData(5, 59.9, 55)]
    [InlineData(60, 59.9, 0)]
    [InlineData(60, 61, 60)]
    [InlineData(3600, 3601.5, 3600)]
    public void A_beat_is_a_multiple_of_its_period(int period, double time, long slice) =>
        Assert.Equal(slice, TickSource.Slice(period, DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(time)));

    [Fact]
    public void Without_a_subscription_to_a_beat_nothing_wakes_up()
    {
        _ = new TickSource(_bus, _clock);
        using IDisposable other = _bus.Subscribe(EventType.ProcessState, _ => { });
        Assert.Null(_clock.Due);
        IDisposable subscription = Subscribe(EventType.Tick60);
        Assert.NotNull(_clock.Due);
        subscription.Dispose();
        Assert.Null(_clock.Due);
    }

    [Fact]
    public void Beats_come_at_the_multiples_and_the_one_under_way_does_not()
    {
        _ = new TickSource(_bus, _clock);
        Subscribe(EventType.Tick);
        _clock.Advance(TimeSpan.FromSeconds(1.4));
        Assert.Empty(_ticks);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(
            ["5+5", "5+10", "5+15", "5+20", "5+25", "5+30", "5+35", "5+40", "5+45", "5+50", "5+55", "5+60", "60+60"], _ticks);
    }

    [Fact]
    public void Only_the_beats_that_are_wanted_wake_the_daemon_up()
    {
        _ = new TickSource(_bus, _clock);
        Subscribe(EventType.Tick3600);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(["3600+3600", "3600+7200"], _ticks);
        Assert.InRange(_clock.Fired, 2, 2 * 62);
    }

    [Fact]
    public void A_long_stall_gives_one_beat()
    {
        _ = new TickSource(_bus, _clock);
        Subscribe(EventType.Tick5);
        _clock.Stall(TimeSpan.FromSeconds(27));
        Assert.Equal(["5+30"], _ticks);
    }

    [Fact]
    public void A_clock_that_is_set_back_gives_a_beat()
    {
        _ = new TickSource(_bus, _clock);
        Subscribe(EventType.Tick5);
        _clock.Step = TimeSpan.FromSeconds(-100);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["5+-95"], _ticks);
    }

    [Fact]
    public void A_second_subscription_changes_nothing_for_the_first()
    {
        var source = new TickSource(_bus, _clock);
        Subscribe(EventType.Tick60);
        _clock.Advance(TimeSpan.FromSeconds(30));
        using IDisposable other = _bus.Subscribe(EventType.Tick5, _ => { });
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["60+60"], _ticks);
        source.Stop();
        Assert.Null(_clock.Due);
    }

    private IDisposable Subscribe(EventType type) => _bus.Subscribe(type, e =>
    {
        var tick = (TickEvent)e;
        _ticks.Add($"{tick.Name[5..]}+{tick.When - (s_start.ToUnixTimeSeconds() - 3)}");
    });

    /// <summary>A clock with one timer.</summary>
    private sealed class Clock(DateTimeOffset start) : TimeProvider
    {
        private TimeSpan _now;
        private Action? _callback;

        public TimeSpan Step { get; set; }

        public TimeSpan? Due { get; private set; }

        public int Fired { get; private set; }

        public override DateTimeOffset GetUtcNow() => start + _now + Step;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Null(_callback);
            _callback = () => callback(state);
            return new Timer(this);
        }

        public void Advance(TimeSpan by)
        {
            TimeSpan target = _now + by;
            while (Due is { } due && due <= target)
            {
                _now = due;
                Fire();
            }

            _now = target;
        }

        /// <summary>Time passes in which no timer can run.</summary>
        public void Stall(TimeSpan by)
        {
            _now += by;
            Fire();
        }

        private void Fire()
        {
            Due = null;
            Fired++;
            _callback!();
        }

        private sealed class Timer(Clock clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                clock.Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                return true;
            }

            public void Dispose() => clock.Due = null;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
