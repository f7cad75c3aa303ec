using Minos.Configuration;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>Start order, and the ordered shutdown.</summary>
public class ShutdownTests
{
    [Fact]
    public async Task Everything_starts_at_once_in_ascending_order_of_priority()
    {
        using var fixture = new SupervisorFixture(
            Programs.Group("late", 20, Programs.Named("late")),
            Programs.Group("early", 10, Programs.Named("second", priority: 2), Programs.Named("first", priority: 1)),
            Programs.Group("off", 1, Programs.Named("off") with { AutoStart = false }));
        await fixture.DoAsync(fixture.Supervisor.Start);

        Assert.Equal(["first", "second", "late"], fixture.Kernel.Launches.Select(l => l.Name));
    }

    [Fact]
    public async Task A_shutdown_stops_one_group_after_the_other_in_descending_order()
    {
        using SupervisorFixture fixture = await new SupervisorFixture(
            Programs.Group("a", 1, Programs.Named("a")),
            Programs.Group("b", 2, Programs.Named("b1", priority: 1), Programs.Named("b9", priority: 9)),
            Programs.Group("c", 3, Programs.Named("c"))).RunAsync();

        await ShutDownAsync(fixture);
        Assert.Equal(["c"], fixture.Signalled);
        await fixture.EndAsync("c");
        Assert.Equal(["b1", "b9", "c"], fixture.Signalled.Order());
        await fixture.EndAsync("b9");
        Assert.DoesNotContain("a", fixture.Signalled);
        await fixture.EndAsync("b1");
        Assert.Contains("a", fixture.Signalled);
        Assert.False(fixture.Supervisor.Completion.IsCompleted);
        await fixture.EndAsync("a");

        Assert.Equal(SupervisorState.Shutdown, await fixture.Supervisor.Completion);
        Assert.Equal(
            ["c STOPPING", "c STOPPED", "b9 STOPPING", "b1 STOPPING", "b9 STOPPED", "b1 STOPPED", "a STOPPING", "a STOPPED"], fixture.Changes);
    }

    [Fact]
    public async Task Event_listeners_are_stopped_last()
    {
        var listeners = new EventListenerPoolSettings
        {
            Name = "mail",
            Priority = -1,
            Events = ["EVENT"],
            Processes = [Programs.Named("mail")],
        };
        using SupervisorFixture fixture = await new SupervisorFixture(listeners, Programs.Group("a", 0, Programs.Named("a"))).RunAsync();
        await ShutDownAsync(fixture);
        Assert.Equal(["a"], fixture.Signalled);
        await fixture.EndAsync("a");

        Assert.Contains("mail", fixture.Signalled);
    }

    [Fact]
    public async Task What_waits_for_its_next_attempt_goes_FATAL_and_is_not_waited_for()
    {
        using SupervisorFixture fixture = await new SupervisorFixture(
            Programs.Group("a", 1, Programs.Named("a")), Programs.Group("b", 2, Programs.Named("b"))).RunAsync();
        await fixture.DoAsync(() =>
        {
            _ = fixture.Supervisor.FindGroup("b")!.Processes[0].Stop();
            fixture.Kernel.Living.Single(l => l.Name == "b").Exit(0);
            fixture.Supervisor.FindGroup("b")!.Processes[0].Start();
            fixture.Kernel.Last.Fail();
        });
        fixture.Changes.Clear();
        await ShutDownAsync(fixture);

        Assert.Equal(["b FATAL", "a STOPPING"], fixture.Changes);
        Assert.Contains("waiting for a, b to die", fixture.Log.Messages);
    }

    [Fact]
    public async Task What_does_not_stop_is_killed_and_reported_every_three_seconds()
    {
        using SupervisorFixture fixture = await new SupervisorFixture(
            Programs.Group("a", 1, Programs.Named("a")), Programs.Group("b", 2, Programs.Named("b") with { StopWaitSeconds = 5 })).RunAsync();
        await ShutDownAsync(fixture);
        for (int second = 0; second < 7; second++)
        {
            await fixture.AdvanceAsync(1);
        }

        Assert.Equal([(15, false), (9, false)], fixture.Kernel.Living.Single(l => l.Name == "b").Signals);
        Assert.Equal(3, fixture.Log.Messages.Count(m => m == "waiting for a, b to die"));
        Assert.DoesNotContain("a", fixture.Signalled);
    }

    [Fact]
    public async Task A_start_that_is_under_way_is_waited_for_and_stopped()
    {
        using var fixture = new SupervisorFixture(Programs.Group("a", 1, Programs.Named("a")));
        await fixture.DoAsync(fixture.Supervisor.Start);
        await ShutDownAsync(fixture);
        await fixture.AdvanceAsync(100);
        Assert.False(fixture.Supervisor.Completion.IsCompleted);

        await fixture.DoAsync(fixture.Kernel.Last.Succeed);
        Assert.Equal(["a"], fixture.Signalled);
        await fixture.EndAsync("a");

        Assert.True(fixture.Supervisor.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Nothing_is_started_once_a_shutdown_has_begun()
    {
        using SupervisorFixture fixture = await new SupervisorFixture(
            Programs.Group("a", 1, Programs.Named("a") with { AutoRestart = AutoRestart.Always }), Programs.Group("b", 2, Programs.Named("b")))
            .RunAsync();
        await ShutDownAsync(fixture);
        await fixture.EndAsync("a");
        await fixture.AdvanceAsync(60);
        await fixture.EndAsync("b");
        await fixture.DoAsync(() =>
        {
            fixture.Supervisor.FindGroup("b")!.Processes[0].Start();
            fixture.Supervisor.AddGroup(Programs.Group("c", 3, Programs.Named("c")), new GroupResources([new FakeLogs()], null));
        });

        Assert.Equal(2, fixture.Kernel.Launches.Count);
        Assert.True(fixture.Supervisor.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_shutdown_overrides_a_restart_and_is_not_undone_by_one()
    {
        using SupervisorFixture fixture = await new SupervisorFixture(Programs.Group("a", 1, Programs.Named("a"))).RunAsync();
        bool[] answers = new bool[3];
        await fixture.DoAsync(() =>
        {
            answers[0] = fixture.Supervisor.BeginShutdown(SupervisorState.Restarting);
            answers[1] = fixture.Supervisor.BeginShutdown(SupervisorState.Shutdown);
            answers[2] = fixture.Supervisor.BeginShutdown(SupervisorState.Restarting);
        });
        await fixture.EndAsync("a");

        Assert.Equal([true, true, false], answers);
        Assert.Equal(SupervisorState.Shutdown, await fixture.Supervisor.Completion);
    }

    [Fact]
    public async Task With_nothing_to_stop_it_completes_at_once()
    {
        using var fixture = new SupervisorFixture(Programs.Group("a", 1, Programs.Named("a")));
        await fixture.DoAsync(() => fixture.Supervisor.BeginShutdown(SupervisorState.Restarting));

        Assert.Equal(SupervisorState.Restarting, await fixture.Supervisor.Completion);
    }

    [Fact]
    public async Task What_cannot_be_signalled_holds_nothing_up()
    {
        using SupervisorFixture fixture = await new SupervisorFixture(
            Programs.Group("a", 1, Programs.Named("a")), Programs.Group("b", 2, Programs.Named("b"))).RunAsync();
        fixture.Kernel.Living.Single(l => l.Name == "b").SignalError = Errno.EPERM;
        await ShutDownAsync(fixture);

        Assert.Equal(["b STOPPING", "b UNKNOWN", "a STOPPING"], fixture.Changes);
    }

    private static Task ShutDownAsync(SupervisorFixture fixture) =>
        fixture.DoAsync(() => fixture.Supervisor.BeginShutdown(SupervisorState.Shutdown));
}
