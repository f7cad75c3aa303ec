using Minos.Configuration;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>What the end of a running process leads to.</summary>
public class ExitTests
{
    [Theory]
    [InlineData(AutoRestart.Never, 0, true, false)]
    [InlineData(AutoRestart.Never, 1, false, false)]
    [InlineData(AutoRestart.Unexpected, 0, true, false)]
    [InlineData(AutoRestart.Unexpected, 2, true, false)]
    [InlineData(AutoRestart.Unexpected, 1, false, true)]
    [InlineData(AutoRestart.Unexpected, -9, false, true)]
    [InlineData(AutoRestart.Always, 0, true, true)]
    [InlineData(AutoRestart.Always, 1, false, true)]
    public void An_exit_is_expected_by_its_code_and_restarted_by_the_policy(AutoRestart policy, int status, bool expected, bool restarted)
    {
        ProcessFixture fixture = ProcessFixture.Running(p => p with { AutoRestart = policy, ExitCodes = [0, 2] });
        int pid = fixture.Process.Pid;
        fixture.Clock.AdvanceSeconds(10);
        if (status < 0)
        {
            fixture.Kernel.Last.Die(-status);
        }
        else
        {
            fixture.Kernel.Last.Exit(status);
        }

        ProcessStateChange change = Assert.Single(fixture.Changes);
        Assert.Equal((ProcessState.Exited, expected, pid), (change.To, change.Expected, change.Pid));
        Assert.Equal(Math.Max(status, -1), fixture.Process.ExitStatus);
        Assert.Equal(expected ? null : $"Bad exit code {Math.Max(status, -1)}", fixture.Process.SpawnError);
        string how = status < 0 ? "terminated by SIGKILL" : $"exit status {status}";
        Assert.Contains($"exited: p ({how}; {(expected ? "expected" : "not expected")})", fixture.Log.Messages);
        Assert.Equal(fixture.Clock.GetUtcNow(), fixture.Process.LastStop);

        fixture.Clock.NextTurn();

        Assert.Equal(restarted ? "EXITED STARTING" : "EXITED", fixture.Seen);
        Assert.Equal(restarted ? 2 : 1, fixture.Kernel.Launches.Count);
    }

    [Fact]
    public void Without_startsecs_an_exit_at_once_passes_through_RUNNING()
    {
        ProcessFixture fixture = ProcessFixture.Starting(p => p with { StartSeconds = 0 });
        fixture.Kernel.Last.Exit(0);

        Assert.Equal("RUNNING EXITED", fixture.Seen);
        Assert.Equal(0, fixture.Process.ExitStatus);
    }

    [Fact]
    public void An_exit_at_startsecs_that_is_seen_before_the_timer_passes_through_RUNNING()
    {
        var fixture = new ProcessFixture();
        fixture.Process.Start();
        fixture.Kernel.Last.Succeed();
        fixture.Clock.PassSeconds(1);
        fixture.Kernel.Last.Exit(3);

        Assert.All(fixture.Changes[1..], c => Assert.Equal(fixture.Kernel.Last.Pid, c.Pid));
        Assert.Equal("STARTING RUNNING EXITED", fixture.Seen);
    }

    [Fact]
    public void The_exit_code_999_makes_every_exit_unexpected()
    {
        ProcessFixture fixture = ProcessFixture.Running(p => p with { ExitCodes = [999] });
        fixture.Kernel.Last.Exit(0);

        Assert.False(Assert.Single(fixture.Changes).Expected);
        fixture.Clock.NextTurn();
        Assert.Equal("EXITED STARTING", fixture.Seen);
    }

    [Fact]
    public void A_restart_by_hand_before_the_automatic_one_leaves_one_process()
    {
        ProcessFixture fixture = ProcessFixture.Running(p => p with { AutoRestart = AutoRestart.Always });
        fixture.Kernel.Last.Exit(1);
        fixture.Process.Start();
        fixture.Clock.NextTurn();
        fixture.Kernel.Last.Succeed();
        fixture.Clock.AdvanceSeconds(0.5);

        Assert.Equal("EXITED STARTING", fixture.Seen);
        Assert.Equal(2, fixture.Kernel.Launches.Count);
    }

    [Fact]
    public void S1285_without_startsecs_what_ends_at_once_is_slowed_down_and_can_be_stopped()
    {
        var fixture = new ProcessFixture(p => p with { StartSeconds = 0, StartRetries = 0, AutoRestart = AutoRestart.Always });
        fixture.Process.Start();
        for (int i = 0; i < 10; i++)
        {
            EndAtOnce(fixture);
            fixture.Clock.NextTurn();
            Assert.Equal(i + 2, fixture.Kernel.Launches.Count);
        }

        for (int i = 0; i < 3; i++)
        {
            EndAtOnce(fixture);
            fixture.Clock.AdvanceSeconds(0.9);
            Assert.Equal(11 + i, fixture.Kernel.Launches.Count);
            fixture.Clock.AdvanceSeconds(0.1);
            Assert.Equal(12 + i, fixture.Kernel.Launches.Count);
        }

        Assert.Single(fixture.Log.Messages, m => m.Contains("11 times in a row", StringComparison.Ordinal));
        EndAtOnce(fixture);
        fixture.Process.CancelRestart();
        fixture.Clock.AdvanceSeconds(10);
        Assert.Equal(ProcessState.Exited, fixture.Process.State);
        Assert.Equal(14, fixture.Kernel.Launches.Count);
    }

    [Fact]
    public void One_that_stayed_up_is_started_again_at_once_whatever_came_before()
    {
        var fixture = new ProcessFixture(p => p with { StartSeconds = 0, AutoRestart = AutoRestart.Always });
        fixture.Process.Start();
        for (int i = 0; i < 10; i++)
        {
            EndAtOnce(fixture);
            fixture.Clock.NextTurn();
        }

        fixture.Kernel.Last.Succeed();
        fixture.Clock.AdvanceSeconds(2);
        fixture.Kernel.Last.Exit(1);
        fixture.Clock.NextTurn();
        EndAtOnce(fixture);
        fixture.Clock.NextTurn();
        Assert.Equal(13, fixture.Kernel.Launches.Count);
    }

    [Fact]
    public void Reports_of_an_earlier_start_change_nothing()
    {
        ProcessFixture fixture = ProcessFixture.Backoff();
        fixture.Clock.AdvanceSeconds(1);
        FakeLaunch old = fixture.Kernel.Launches[0];
        old.RepeatReports();
        Assert.Equal("STARTING", fixture.Seen);
        Assert.Equal(0, fixture.Process.Pid);

        fixture.Kernel.Last.Succeed();
        old.RepeatReports();

        Assert.Equal("", fixture.Seen);
        Assert.Equal(fixture.Kernel.Last.Pid, fixture.Process.Pid);
        Assert.Null(fixture.Process.SpawnError);
    }

    [Fact]
    public void A_core_dump_is_named()
    {
        ProcessFixture fixture = ProcessFixture.Running();
        fixture.Kernel.Last.Die(11, coreDumped: true);

        Assert.Contains("exited: p (terminated by SIGSEGV (core dumped); not expected)", fixture.Log.Messages);
    }

    private static void EndAtOnce(ProcessFixture fixture)
    {
        fixture.Kernel.Last.Succeed();
        fixture.Clock.NextTurn();
        fixture.Kernel.Last.Exit(1);
    }
}
