namespace Minos.Native;

/// <summary>The clock of an <see cref="EventLoop"/> as code knows it that also runs under a test's clock.</summary>
internal sealed class LoopTimeProvider(EventLoop loop, TimeProvider clock) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    /// <summary>A timer of the loop. Created and changed on the loop's thread, or before the loop runs; periods are not supported.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LoopTimerAdapter(loop.CreateTimer(() => callback(state)));
        _ = timer.Change(dueTime, period);
        return timer;
    }

    private sealed class LoopTimerAdapter(LoopTimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(period, Timeout.InfiniteTimeSpan);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                timer.Cancel();
            }
            else
            {
                timer.Schedule(dueTime);
            }

            return true;
        }

        public void Dispose() => timer.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
