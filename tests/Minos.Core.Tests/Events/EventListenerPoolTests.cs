using Minos.Configuration;
using Minos.Core.Tests.Logs;
using Minos.Events;

namespace Minos.Core.Tests.Events;

public class EventListenerPoolTests
{
    private readonly RecordingLog _log = new() { Level = SupervisorLogLevel.Debug };
    private readonly EventBus _bus;
    private string _identifier = "supervisor";

    public EventListenerPoolTests()
    {
        _bus = new EventBus(_log);
    }

    private IEnumerable<string> Problems => _log.Entries.Where(e => e.Level >= SupervisorLogLevel.Warn).Select(e => $"{e.Level}: {e.Message}");

    [Fact]
    public void Events_wait_until_the_listener_is_ready_and_its_process_runs()
    {
        (FakeListener process, PoolListener listener) = Add(Pool(10));
        process.IsRunning = false;
        Tick(1);
        listener.Receive("READY\n"u8);
        Assert.Empty(process.Received);
        process.IsRunning = true;
        listener.Running();
        Assert.Equal(["ver:3.0 server:supervisor serial:0 pool:pool poolserial:0 eventname:TICK_5 len:6\nwhen:1"], process.Received);
        Assert.Equal(ListenerState.Busy, listener.State);
    }

    [Fact]
    public void Events_are_delivered_one_at_a_time_in_order()
    {
        (FakeListener process, PoolListener listener) = Add(Pool(10));
        Tick(1, 2, 3);
        listener.Receive("READY\n"u8);
        Assert.Single(process.Received);
        listener.Receive("RESULT 2\nOK"u8);
        Assert.Single(process.Received);
        listener.Receive("READY\n"u8);
        listener.Receive("RESULT 2\nOKREADY\n"u8);
        listener.Receive("RESULT 2\nOKREADY\n"u8);
        Assert.Equal(["serial:0", "serial:1", "serial:2"], process.Serials);
        Assert.Equal(ListenerState.Ready, listener.State);
        Assert.Empty(Problems);
    }

    [Fact]
    public void Only_a_state_that_lasts_is_told()
    {
        (_, PoolListener listener) = Add(Pool(10));
        List<ListenerState> told = [];
        listener.Changed = () => told.Add(listener.State);
        listener.Receive("READY\n"u8);
        Tick(1, 2, 3);
        Assert.Equal([ListenerState.Ready, ListenerState.Busy], told);
        listener.Receive("RESULT 2\nOKREADY\n"u8);
        Assert.Equal([ListenerState.Ready, ListenerState.Busy], told);
        listener.Receive("RESULT 2\nOK"u8);
        Assert.Equal(ListenerState.Acknowledged, told[^1]);
        listener.Resume(ListenerState.Busy);
        listener.Starting();
        Assert.Equal([ListenerState.Ready, ListenerState.Busy, ListenerState.Acknowledged, ListenerState.Acknowledged], told);
    }

    [Fact]
    public void A_full_buffer_loses_the_oldest_event()
    {
        EventListenerPool pool = Pool(2);
        (FakeListener process, PoolListener listener) = Add(pool);
        Tick(1, 2, 3);
        Assert.Equal(["Error: pool pool event buffer overflowed, discarding event 0"], Problems);
        Assert.Equal((2, 1L), (pool.WaitingCount, pool.DiscardedCount));
        listener.Receive("READY\n"u8);
        Assert.Equal(["serial:1"], process.Serials);
    }

    [Fact]
    public void Waiting_events_are_bounded_in_bytes_as_well()
    {
        EventListenerPool pool = Pool(1_000_000, EventType.Event);
        byte[] output = new byte[1024 * 1024];
        for (int i = 0; i < 100; i++)
        {
            _bus.Publish(new ProcessLogEvent("p", "p", 1, OutputStream.Stdout, output));
        }

        Assert.InRange(pool.WaitingCount, 60, 64);
        Assert.Equal(100, pool.WaitingCount + pool.DiscardedCount);
        _bus.Publish(new ProcessLogEvent("p", "p", 1, OutputStream.Stdout, new byte[EventListenerPool.MaxWaitingBytes + 1]));
        Assert.Equal(1, pool.WaitingCount);
    }

    [Fact]
    public void The_first_ready_listener_in_the_order_of_the_configuration_gets_the_event()
    {
        EventListenerPool pool = Pool(10);
        (FakeListener first, PoolListener firstListener) = Add(pool, "first");
        (FakeListener second, PoolListener secondListener) = Add(pool, "second");
        (FakeListener third, PoolListener thirdListener) = Add(pool, "third");
        thirdListener.Receive("READY\n"u8);
        secondListener.Receive("READY\n"u8);
        Tick(1, 2);
        firstListener.Receive("READY\n"u8);
        Tick(3);
        Assert.Equal(["serial:2", "serial:0", "serial:1"], new[] { first, second, third }.SelectMany(l => l.Serials));
    }

    [Theory]
    [InlineData("RESULT 4\nFAIL")]
    [InlineData("RESULT 3\nOK\n")]
    [InlineData("RESULT 0\n\n")]
    public void A_rejected_event_is_delivered_again_with_its_numbers(string answer)
    {
        (FakeListener process, PoolListener listener) = Add(Pool(10));
        (FakeListener other, PoolListener otherListener) = Add(_bus.Pools[0], "other");
        listener.Receive("READY\n"u8);
        Tick(1, 2);
        listener.Receive(answer.ToBytes());
        Assert.Equal("Warn: listener: event was rejected", Problems.First());
        Assert.Contains("rebuffering event 0 for pool pool (buf size=1, max=10)", _log.Messages);
        otherListener.Receive("READY\n"u8);
        Assert.Equal(process.Received, other.Received);
    }

    [Fact]
    public void A_rejected_event_takes_the_place_of_the_oldest_when_the_buffer_is_full()
    {
        (FakeListener process, PoolListener listener) = Add(Pool(2));
        listener.Receive("READY\n"u8);
        Tick(1, 2, 3);
        listener.Receive("RESULT 4\nFAILREADY\n"u8);
        listener.Receive("RESULT 2\nOKREADY\n"u8);
        Assert.Equal(["serial:0", "serial:0", "serial:2"], process.Serials);
        Assert.Contains("Error: pool pool event buffer overflowed, discarding event 1", Problems);
    }

    [Fact]
    public void A_rejected_event_comes_back_to_its_own_pool_only()
    {
        (FakeListener process, PoolListener listener) = Add(Pool(10));
        EventListenerPool other = Pool(10, EventType.Tick60);
        (FakeListener bystander, PoolListener otherListener) = Add(other, "bystander");
        listener.Receive("READY\n"u8);
        otherListener.Receive("READY\n"u8);
        Tick(1);
        listener.Receive("RESULT 4\nFAILREADY\n"u8);
        Assert.Equal(2, process.Received.Count);
        Assert.Empty(bystander.Received);
        Assert.Equal(0, other.WaitingCount);
    }

    [Fact]
    public void The_event_of_a_listener_that_ends_goes_to_another()
    {
        EventListenerPool pool = Pool(10);
        (FakeListener process, PoolListener listener) = Add(pool);
        (FakeListener other, PoolListener otherListener) = Add(pool, "other");
        listener.Receive("READY\n"u8);
        Tick(1);
        otherListener.Receive("READY\n"u8);
        process.IsRunning = false;
        listener.Ended();
        Assert.Equal(process.Received, other.Received);
        listener.Ended();
        Assert.Equal(0, pool.WaitingCount);
    }

    [Fact]
    public void A_listener_that_answered_before_it_ended_has_done_its_work()
    {
        EventListenerPool pool = Pool(10);
        (FakeListener process, PoolListener listener) = Add(pool);
        listener.Receive("READY\n"u8);
        Tick(1);
        listener.Receive("RESULT 2\nOK"u8);
        process.IsRunning = false;
        listener.Ended();
        Assert.Equal(0, pool.WaitingCount);
        listener.Starting();
        Assert.Equal(ListenerState.Acknowledged, listener.State);
    }

    [Fact]
    public void A_listener_that_breaks_the_protocol_loses_its_event_and_gets_no_more()
    {
        EventListenerPool pool = Pool(10);
        (FakeListener process, PoolListener listener) = Add(pool);
        listener.Receive("READY\n"u8);
        Tick(1);
        listener.Receive("RESULT x\xff\nOKREADY\n".ToBytes());
        Tick(2);
        Assert.Single(process.Received);
        Assert.Equal(2, pool.WaitingCount);
        Assert.Equal(
            [
                @"Warn: listener: bad result line: 'Undecodable: b'RESULT x\xff''",
                "Warn: listener: has entered the UNKNOWN state and will no longer receive events, this usually indicates the process violated the eventlistener protocol",
            ],
            Problems);
    }

    [Fact]
    public void The_main_log_tells_the_states_and_the_bytes_that_broke_the_protocol()
    {
        (_, PoolListener listener) = Add(Pool(10));
        listener.Receive("READY\n"u8);
        Tick(1);
        listener.Receive("RESULT 2\nOK"u8);
        listener.Receive("print debugging\n"u8);
        Assert.Equal(
            [
                "Debug listener: ACKNOWLEDGED -> READY",
                "Debug event 0 sent to listener listener",
                "Debug listener: event was processed",
                "Debug listener: BUSY -> ACKNOWLEDGED",
                @"Info listener: wrote b'print debugging\n' when READY was expected",
                "Debug listener: ACKNOWLEDGED -> UNKNOWN",
            ],
            _log.Entries.Where(e => e.Level < SupervisorLogLevel.Warn).Select(e => $"{e.Level} {e.Message}"));
    }

    [Fact]
    public void A_listener_that_has_closed_its_stdin_is_passed_over()
    {
        EventListenerPool pool = Pool(10);
        (FakeListener deaf, PoolListener deafListener) = Add(pool, "deaf");
        (FakeListener other, PoolListener otherListener) = Add(pool, "other");
        deaf.IsStdinClosed = true;
        deafListener.Receive("READY\n"u8);
        Tick(1);
        Assert.Equal(1, pool.WaitingCount);
        otherListener.Receive("READY\n"u8);
        Assert.Equal(["serial:0"], other.Serials);
        Assert.Equal(ListenerState.Ready, deafListener.State);
        Assert.Contains("epipe occurred while sending event 0 to listener deaf, listener state unchanged", _log.Messages);
    }

    [Fact]
    public void An_event_that_two_subscriptions_match_is_delivered_twice_with_the_same_numbers()
    {
        (FakeListener process, PoolListener listener) = Add(Pool(10, EventType.Event, EventType.Tick5));
        Tick(1);
        listener.Receive("READY\n"u8);
        listener.Receive("RESULT 2\nOKREADY\n"u8);
        Assert.Equal(2, process.Received.Count);
        Assert.Equal(process.Received[0], process.Received[1]);
        Assert.Contains("rebuffering event 0 for pool pool (buf size=1, max=10)", _log.Messages);
    }

    [Fact]
    public void Events_that_no_pool_wants_have_no_number_and_each_pool_counts_its_own()
    {
        (FakeListener first, PoolListener firstListener) = Add(Pool(10, EventType.Tick));
        (FakeListener second, PoolListener secondListener) = Add(Pool(10, EventType.ProcessGroup));
        firstListener.Receive("READY\n"u8);
        secondListener.Receive("READY\n"u8);
        Tick(1);
        _bus.Publish(new SupervisorStateEvent(IsStopping: false));
        _bus.Publish(new ProcessGroupEvent("x", IsRemoved: false));
        Assert.Contains(" serial:0 pool:pool poolserial:0 ", Assert.Single(first.Received), StringComparison.Ordinal);
        Assert.Contains(" serial:1 pool:pool poolserial:0 ", Assert.Single(second.Received), StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_have_the_identifier_as_it_is_now()
    {
        (FakeListener process, PoolListener listener) = Add(Pool(10));
        Tick(1);
        _identifier = "renamed";
        listener.Receive("READY\n"u8);
        Assert.StartsWith("ver:3.0 server:renamed ", Assert.Single(process.Received), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_that_was_removed_gets_nothing_more()
    {
        EventListenerPool pool = Pool(10);
        Assert.True(_bus.IsSubscribed(EventType.Tick5));
        _bus.Remove(pool);
        Tick(1);
        Assert.Equal(0, pool.WaitingCount);
        Assert.False(_bus.IsSubscribed(EventType.Tick5));
    }

    [Fact]
    public void Others_can_subscribe_and_their_exceptions_harm_nobody()
    {
        List<string> names = [];
        using IDisposable bad = _bus.Subscribe(EventType.Event, _ => throw new InvalidOperationException("bad handler"));
        IDisposable good = _bus.Subscribe(EventType.Tick, e => names.Add(e.Name));
        Tick(1);
        _bus.Publish(new SupervisorStateEvent(IsStopping: true));
        good.Dispose();
        Tick(2);
        Assert.Equal(["TICK_5"], names);
        Assert.Contains(Problems, p => p.StartsWith("Critical: a handler of event TICK_5 failed", StringComparison.Ordinal));
    }

    private EventListenerPool Pool(int bufferSize, params EventType[] subscriptions)
    {
        var pool = new EventListenerPool("pool", subscriptions.Length == 0 ? [EventType.Tick5] : subscriptions, bufferSize, () => _identifier, _log);
        _bus.Add(pool);
        return pool;
    }

    private static (FakeListener Process, PoolListener Listener) Add(EventListenerPool pool, string name = "listener")
    {
        var process = new FakeListener(name);
        return (process, pool.Add(process));
    }

    private void Tick(params long[] times)
    {
        foreach (long when in times)
        {
            _bus.Publish(new TickEvent(EventType.Tick5, when));
        }
    }
}
