using System.Collections.Concurrent;
using Minos.Configuration;
using Minos.Core.Tests.Logs;
using Minos.Events;
using Minos.Native;

namespace Minos.Core.Tests.Events;

public sealed class EventInboxTests : IDisposable
{
    private readonly EventLoop _loop = new("test");
    private readonly RecordingLog _log = new();
    private readonly EventBus _bus;
    private readonly EventInbox _inbox;

    public EventInboxTests()
    {
        _bus = new EventBus(_log);
        _inbox = new EventInbox(_bus, _loop, _log);
    }

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task Events_are_published_in_order_on_the_supervision_thread()
    {
        ConcurrentQueue<long> seen = [];
        _ = _bus.Subscribe(EventType.Tick, e =>
        {
            Assert.True(_loop.IsCurrent);
            seen.Enqueue(((TickEvent)e).When);
        });
        _loop.Start();
        for (int i = 0; i < 1000; i++)
        {
            _inbox.Post(new TickEvent(EventType.Tick5, i));
        }

        await _loop.InvokeAsync(static () => { });
        Assert.Equal(Enumerable.Range(0, 1000).Select(static i => (long)i), seen);
    }

    [Fact]
    public async Task A_flood_costs_events_and_not_memory()
    {
        int seen = 0;
        _ = _bus.Subscribe(EventType.Event, _ => seen++);
        byte[] output = new byte[1024 * 1024];

        // The supervision thread does not run yet, so nothing is handed out.
        for (int i = 0; i < 100; i++)
        {
            _inbox.Post(new ProcessLogEvent("p", "p", 1, OutputStream.Stdout, output));
        }

        _loop.Start();
        await _loop.InvokeAsync(static () => { });
        Assert.Equal(15, seen);
        Assert.Equal(
            (SupervisorLogLevel.Error, "discarded 85 events of program output, which came faster than they could be handed out"), Assert.Single(_log.Entries));
        _inbox.Post(new ProcessLogEvent("p", "p", 1, OutputStream.Stdout, new byte[EventInbox.MaxPendingBytes]));
        await _loop.InvokeAsync(static () => { });
        Assert.Equal(16, seen);
    }
}
