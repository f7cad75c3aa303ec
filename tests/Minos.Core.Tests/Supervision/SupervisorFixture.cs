using System.Collections.Concurrent;
using Minos.Configuration;
using Minos.Core.Tests.Logs;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>A supervisor on a real loop, with a clock and an operating system that the test moves.</summary>
internal sealed class SupervisorFixture : IDisposable
{
    private readonly EventLoop _loop;

    public SupervisorFixture(params ProcessGroupSettings[] groups)
    {
        _loop = new EventLoop("test", Clock) { HandlerFailed = Failures.Enqueue };
        Supervisor = new Supervisor(Programs.Configuration(groups), _loop, Kernel, new FakeLogs(), Log)
        {
            StateChanged = change => Changes.Enqueue($"{change.Process.Name} {change.To.Name()}"),
        };
        _loop.Start();
    }

    public ManualClock Clock { get; } = new();

    public FakeKernel Kernel { get; } = new();

    public RecordingLog Log { get; } = new();

    public Supervisor Supervisor { get; }

    public ConcurrentQueue<string> Changes { get; } = [];

    public ConcurrentQueue<Exception> Failures { get; } = [];

    /// <summary>Starts everything and brings it to RUNNING.</summary>
    public async Task<SupervisorFixture> RunAsync()
    {
        await DoAsync(() =>
        {
            Supervisor.Start();
            Kernel.Launches.Where(l => l.IsPending).ToList().ForEach(l => l.Succeed());
        });
        await AdvanceAsync(1);
        Changes.Clear();
        return this;
    }

    /// <summary>Runs something on the supervision thread, and all that follows from it without time passing.</summary>
    public async Task DoAsync(Action action)
    {
        await _loop.InvokeAsync(action);
        await SettleAsync();
    }

    public async Task AdvanceAsync(double seconds)
    {
        await _loop.InvokeAsync(() => Clock.AdvanceSeconds(seconds));
        await SettleAsync();
    }

    public Task EndAsync(string name) => DoAsync(() => Kernel.Living.Single(l => l.Name == name).Exit(0));

    public IEnumerable<string> Signalled => Kernel.Launches.Where(l => l.Signals.Count > 0).Select(l => l.Name);

    public void Dispose()
    {
        _loop.Dispose();
        Assert.Empty(Failures);
    }

    /// <summary>A post is handled before the timers of its turn, and what it posts in the next: a few turns are enough.</summary>
    private async Task SettleAsync()
    {
        for (int turn = 0; turn < 5; turn++)
        {
            await _loop.InvokeAsync(static () => { });
        }
    }
}
