using Minos.Configuration;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>From a start to RUNNING, BACKOFF or FATAL (Supervisor's manual, "Process States").</summary>
public class StartTests
{
    [Fact]
    public void A_started_process_is_STARTING_until_it_has_been_up_for_startsecs()
    {
        var fixture = new ProcessFixture(p => p with { StartSeconds = 5 });
        fixture.Process.Start();
        Assert.Equal(0, fixture.Process.Pid);
        fixture.Kernel.Last.Succeed();
        fixture.Clock.AdvanceSeconds(4.999);
        Assert.Equal("STARTING", fixture.Seen);

        fixture.Clock.AdvanceSeconds(0.001);

        Assert.Equal("RUNNING", fixture.Seen);
        Assert.Equal(fixture.Kernel.Last.Pid, fixture.Process.Pid);
        Assert.Contains($"spawned: 'p' with pid {fixture.Process.Pid}", fixture.Log.Messages);
        Assert.Contains(
            "success: p entered RUNNING state, process has stayed up for > than 5 seconds (startsecs)", fixture.Log.Messages);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Without_startsecs_it_is_RUNNING_on_the_next_turn(int startSeconds)
    {
        ProcessFixture fixture = ProcessFixture.Starting(p => p with { StartSeconds = startSeconds });
        Assert.Equal(ProcessState.Starting, fixture.Process.State);

        fixture.Clock.NextTurn();

        Assert.Equal("RUNNING", fixture.Seen);
    }

    [Fact]
    public void What_dies_at_once_after_a_slow_launch_has_not_stayed_up()
    {
        var fixture = new ProcessFixture(p => p with { StartSeconds = 3 });
        fixture.Process.Start();
        fixture.Clock.AdvanceSeconds(10);
        Assert.Equal(ProcessState.Starting, fixture.Process.State);

        fixture.Kernel.Last.Succeed();
        fixture.Clock.AdvanceSeconds(2.9);
        fixture.Kernel.Last.Exit(0);

        Assert.Equal("STARTING BACKOFF", fixture.Seen);
    }

    [Fact]
    public async Task Waiters_learn_of_the_launch_and_of_the_state()
    {
        var fixture = new ProcessFixture();
        Assert.True(fixture.Process.Launched.IsCompleted);
        fixture.Process.Start();
        Task launched = fixture.Process.Launched;
        Task<ProcessState> settled = fixture.Process.WaitForAsync(s => s != ProcessState.Starting);
        Assert.False(launched.IsCompleted);

        fixture.Kernel.Last.Succeed();
        await launched;
        Assert.False(settled.IsCompleted);
        fixture.Clock.AdvanceSeconds(1);

        Assert.Equal(ProcessState.Running, await settled);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(7, false)]
    [InlineData(9, true)]
    public void An_end_before_startsecs_is_BACKOFF_whatever_the_status(int status, bool isSignal)
    {
        ProcessFixture fixture = ProcessFixture.Starting();
        fixture.Clock.AdvanceSeconds(0.5);
        if (isSignal)
        {
            fixture.Kernel.Last.Die(status);
        }
        else
        {
            fixture.Kernel.Last.Exit(status);
        }

        Assert.Equal("BACKOFF", fixture.Seen);
        Assert.Equal("Exited too quickly (process log may have details)", fixture.Process.SpawnError);
        Assert.Null(fixture.Process.ExitStatus);
        Assert.Equal(0, fixture.Process.Pid);
        Assert.Equal(fixture.Clock.GetUtcNow(), fixture.Process.LastStop);
        Assert.Contains($"exited: p ({(isSignal ? "terminated by SIGKILL" : $"exit status {status}")}; not expected)", fixture.Log.Messages);
    }

    [Fact]
    public void A_failed_launch_is_BACKOFF_with_its_reason()
    {
        var fixture = new ProcessFixture();
        fixture.Process.Start();
        fixture.Kernel.Last.Fail("can't find command '/none'");

        Assert.Equal("STARTING BACKOFF", fixture.Seen);
        Assert.Equal("can't find command '/none'", fixture.Process.SpawnError);
        Assert.Contains("spawnerr: can't find command '/none'", fixture.Log.Messages);
        Assert.True(fixture.Process.Launched.IsCompleted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void With_startretries_N_there_are_N_plus_1_attempts_with_waits_of_1_to_N_seconds(int retries)
    {
        var fixture = new ProcessFixture(p => p with { StartRetries = retries });
        fixture.Process.Start();
        var tries = new List<int>();
        for (int attempt = 1; attempt <= retries + 1; attempt++)
        {
            Assert.Equal(attempt, fixture.Kernel.Launches.Count);
            Assert.Equal(attempt - 1, fixture.Changes[^1].Tries);
            fixture.Kernel.Last.Fail();
            tries.Add(fixture.Changes[^1].Tries);
            if (attempt <= retries)
            {
                fixture.Clock.AdvanceSeconds(attempt - 0.001);
                Assert.Equal(attempt, fixture.Kernel.Launches.Count);
                fixture.Clock.AdvanceSeconds(0.001);
            }
        }

        fixture.Clock.NextTurn();
        Assert.Equal(ProcessState.Fatal, fixture.Process.State);
        Assert.Equal(Enumerable.Range(1, retries + 1), tries);
        Assert.Equal(0, fixture.Process.Backoff);
        Assert.Equal("can't find command '/none'", fixture.Process.SpawnError);
        Assert.Contains("gave up: p entered FATAL state, too many start retries too quickly", fixture.Log.Messages);
        fixture.Clock.AdvanceSeconds(3600);
        Assert.Equal(retries + 1, fixture.Kernel.Launches.Count);
    }

    [Fact]
    public void Attempts_are_counted_anew_once_it_was_up()
    {
        ProcessFixture fixture = ProcessFixture.Backoff(p => p with { AutoRestart = AutoRestart.Always });
        fixture.Clock.AdvanceSeconds(1);
        fixture.Kernel.Last.Succeed();
        fixture.Clock.AdvanceSeconds(1);

        Assert.Equal("STARTING RUNNING", fixture.Seen);
        Assert.Equal(0, fixture.Process.Backoff);
    }

    [Theory]
    [InlineData("STOPPED")]
    [InlineData("EXITED")]
    [InlineData("FATAL")]
    public void It_can_be_started_out_of_every_stopped_state(string from)
    {
        ProcessFixture fixture = from switch
        {
            "EXITED" => ProcessFixture.Running(),
            "FATAL" => ProcessFixture.Backoff(p => p with { StartRetries = 0 }),
            _ => new ProcessFixture(),
        };
        if (from == "EXITED")
        {
            fixture.Kernel.Last.Exit(0);
        }

        fixture.Clock.NextTurn();
        Assert.Equal(from, fixture.Process.State.Name());
        _ = fixture.Seen;

        fixture.Process.Start();

        Assert.Equal("STARTING", fixture.Seen);
        Assert.Null(fixture.Process.SpawnError);
        Assert.Null(fixture.Process.ExitStatus);
        Assert.Equal(fixture.Clock.GetUtcNow(), fixture.Process.LastStart);
    }

    [Fact]
    public void A_second_start_does_nothing_but_warn()
    {
        ProcessFixture fixture = ProcessFixture.Running();
        fixture.Process.Start();

        Assert.Equal("", fixture.Seen);
        Assert.Single(fixture.Kernel.Launches);
        Assert.Contains("process 'p' already running", fixture.Log.Messages);
    }

    [Fact]
    public void Neither_start_nor_retry_nor_restart_happens_while_the_daemon_shuts_down()
    {
        ProcessFixture backoff = ProcessFixture.Backoff();
        ProcessFixture exited = ProcessFixture.Running(p => p with { AutoRestart = AutoRestart.Always });
        exited.Kernel.Last.Exit(0);
        var stopped = new ProcessFixture();
        foreach (ProcessFixture fixture in new[] { backoff, exited, stopped })
        {
            fixture.AcceptsStarts = false;
            int launches = fixture.Kernel.Launches.Count;
            fixture.Clock.AdvanceSeconds(100);
            fixture.Process.Start();
            Assert.Equal(launches, fixture.Kernel.Launches.Count);
        }
    }

    [Fact]
    public void Setting_the_wall_clock_changes_no_deadline()
    {
        ProcessFixture fixture = ProcessFixture.Starting(p => p with { StartSeconds = 2 });
        fixture.Clock.WallClockStep = TimeSpan.FromDays(-400);
        fixture.Clock.AdvanceSeconds(1.9);
        Assert.Equal("", fixture.Seen);
        fixture.Clock.WallClockStep = TimeSpan.FromDays(400);
        fixture.Clock.AdvanceSeconds(0.1);

        Assert.Equal("RUNNING", fixture.Seen);
        Assert.Equal(TimeSpan.FromSeconds(2), fixture.Process.Uptime);
    }
}
