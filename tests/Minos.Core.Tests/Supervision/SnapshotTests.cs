using Minos.Configuration;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>What others are told of the processes: the same list for many, and never an old one.</summary>
public class SnapshotTests
{
    [Fact]
    public async Task Those_who_ask_get_the_same_list_while_nothing_happens()
    {
        using SupervisorFixture fixture = await RunAsync();
        IReadOnlyList<ProcessSnapshot> first = await fixture.Supervisor.GetSnapshotsAsync();
        IReadOnlyList<ProcessSnapshot>[] others = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await fixture.Supervisor.GetSnapshotsAsync())));

        Assert.Equal([("b", ProcessState.Running), ("a", ProcessState.Running)], first.Select(s => (s.Name, s.State)));
        Assert.All(others, list => Assert.Same(first, list));
    }

    [Fact]
    public async Task Many_who_ask_for_the_first_time_get_the_same_list()
    {
        using SupervisorFixture fixture = await RunAsync();
        using var go = new ManualResetEventSlim();
        Task busy = fixture.DoAsync(go.Wait);
        Task<IReadOnlyList<ProcessSnapshot>>[] asked = [.. Enumerable.Range(0, 50).Select(_ => fixture.Supervisor.GetSnapshotsAsync().AsTask())];
        go.Set();
        await busy;
        IReadOnlyList<ProcessSnapshot>[] lists = await Task.WhenAll(asked);

        Assert.All(lists, list => Assert.Same(lists[0], list));
    }

    [Fact]
    public async Task After_a_change_there_is_another_list()
    {
        using SupervisorFixture fixture = await RunAsync();
        _ = await fixture.Supervisor.GetSnapshotsAsync();
        await fixture.EndAsync("a");

        Assert.Contains(await fixture.Supervisor.GetSnapshotsAsync(), static s => s is { Name: "a", State: ProcessState.Exited, Pid: 0 });
        _ = await fixture.Supervisor.InvokeAsync(static s =>
        {
            s.FindGroup("a")!.Find("a")!.Start();
            return true;
        });
        Assert.Contains(await fixture.Supervisor.GetSnapshotsAsync(), static s => s is { Name: "a", State: ProcessState.Starting });
    }

    [Fact]
    public async Task A_collection_of_garbage_does_not_take_the_list_but_a_daemon_at_rest_does_not_keep_it()
    {
        using SupervisorFixture fixture = await RunAsync();
        WeakReference list = await AskAsync(fixture);
        GC.Collect();
        Assert.True(list.IsAlive);

        fixture.Clock.PassSeconds(0.11);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (list.IsAlive)
        {
            // What the threads have done last may still be on their stacks.
            await Task.Delay(5, deadline.Token);
            _ = await fixture.Supervisor.InvokeAsync(static _ => true);
            GC.Collect();
        }
    }

    [Fact]
    public async Task As_time_passes_uptimes_grow()
    {
        using SupervisorFixture fixture = await RunAsync();
        IReadOnlyList<ProcessSnapshot> first = await fixture.Supervisor.GetSnapshotsAsync();
        fixture.Clock.PassSeconds(0.09);
        Assert.Same(first, await fixture.Supervisor.GetSnapshotsAsync());
        fixture.Clock.PassSeconds(0.02);
        IReadOnlyList<ProcessSnapshot> second = await fixture.Supervisor.GetSnapshotsAsync();

        Assert.Equal(0.11, (second[0].Uptime - first[0].Uptime).TotalSeconds, precision: 6);
    }

    [Theory]
    [InlineData(2000, 0.2)]
    [InlineData(6000, 0.5)]
    public async Task The_more_processes_the_longer_the_same_is_told_but_not_past_what_happens(int count, double seconds)
    {
        ProcessSettings[] programs = [.. Enumerable.Range(0, count).Select(static i => Programs.Named($"p{i}"))];
        using SupervisorFixture fixture = await new SupervisorFixture(Programs.Group("many", 1, programs)).RunAsync();
        IReadOnlyList<ProcessSnapshot> first = await fixture.Supervisor.GetSnapshotsAsync();
        fixture.Clock.PassSeconds(seconds - 0.01);
        Assert.Same(first, await fixture.Supervisor.GetSnapshotsAsync());
        fixture.Clock.PassSeconds(0.02);
        IReadOnlyList<ProcessSnapshot> second = await fixture.Supervisor.GetSnapshotsAsync();
        Assert.NotSame(first, second);

        _ = await fixture.Supervisor.InvokeAsync(static _ => true);
        Assert.NotSame(second, await fixture.Supervisor.GetSnapshotsAsync());
    }

    private static async Task<WeakReference> AskAsync(SupervisorFixture fixture) => new(await fixture.Supervisor.GetSnapshotsAsync());

    private static Task<SupervisorFixture> RunAsync() => new SupervisorFixture(
        Programs.Group("b", 1, Programs.Named("b")), Programs.Group("a", 2, Programs.Named("a") with { AutoRestart = AutoRestart.Never })).RunAsync();
}
