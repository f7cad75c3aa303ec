using Minos.Configuration;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>Stops, SIGKILL and signals.</summary>
public class StopTests
{
    private const int SignalHangUp = 1;
    private const int SignalInterrupt = 2;
    private const int SignalKill = 9;
    private const int SignalTerminate = 15;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void A_stop_sends_the_stop_signal_and_ends_in_STOPPED(bool starting, bool asGroup)
    {
        ProcessFixture fixture = starting
            ? ProcessFixture.Starting(Change)
            : ProcessFixture.Running(Change);
        Assert.Null(fixture.Process.Stop());
        Assert.Equal("STOPPING", fixture.Seen);
        Assert.Equal([(SignalInterrupt, asGroup)], fixture.Kernel.Last.Signals);

        fixture.Clock.AdvanceSeconds(3);
        fixture.Kernel.Last.Die(SignalInterrupt);

        Assert.Equal("STOPPED", fixture.Seen);
        Assert.Equal(-1, fixture.Process.ExitStatus);
        Assert.Equal(0, fixture.Process.Pid);
        Assert.Equal(fixture.Clock.GetUtcNow(), fixture.Process.LastStop);
        fixture.Clock.AdvanceSeconds(3600);
        Assert.Equal("", fixture.Seen);
        Assert.Single(fixture.Kernel.Launches);

        ProcessSettings Change(ProcessSettings p) =>
            p with { StopSignal = SignalInterrupt, StopAsGroup = asGroup, AutoRestart = AutoRestart.Always };
    }

    [Theory]
    [InlineData(0, SupervisorLogLevel.Info)]
    [InlineData(3, SupervisorLogLevel.Warn)]
    public void How_a_stopped_process_ended_is_a_warning_unless_expected(int code, SupervisorLogLevel level)
    {
        ProcessFixture fixture = ProcessFixture.Running();
        _ = fixture.Process.Stop();
        fixture.Kernel.Last.Exit(code);

        Assert.Contains((level, $"stopped: p (exit status {code})"), fixture.Log.Entries);
        Assert.Equal(code, fixture.Process.ExitStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SIGKILL_follows_after_stopwaitsecs_again_and_again(bool asGroup)
    {
        ProcessFixture fixture = ProcessFixture.Running(p => p with { StopWaitSeconds = 4, StopAsGroup = false, KillAsGroup = asGroup });
        _ = fixture.Process.Stop();
        fixture.Clock.AdvanceSeconds(3.999);
        Assert.Single(fixture.Kernel.Last.Signals);

        fixture.Clock.AdvanceSeconds(8.001);

        Assert.Equal(
            [(SignalTerminate, false), (SignalKill, asGroup), (SignalKill, asGroup), (SignalKill, asGroup)], fixture.Kernel.Last.Signals);
        Assert.Equal("STOPPING", fixture.Seen);
        Assert.Equal(3, fixture.Log.Messages.Count(m => m == $"killing 'p' ({fixture.Process.Pid}) with SIGKILL"));
        fixture.Kernel.Last.Die(SignalKill);
        Assert.Equal("STOPPED", fixture.Seen);
    }

    [Fact]
    public void A_stop_of_a_process_in_BACKOFF_ends_its_attempts_at_once()
    {
        ProcessFixture fixture = ProcessFixture.Backoff();
        DateTimeOffset? lastStop = fixture.Process.LastStop;
        Assert.Null(fixture.Process.Stop());

        Assert.Equal("STOPPED", fixture.Seen);
        Assert.Equal(lastStop, fixture.Process.LastStop);
        fixture.Clock.AdvanceSeconds(3600);
        Assert.Single(fixture.Kernel.Launches);
        Assert.Empty(fixture.Kernel.Last.Signals);
    }

    [Theory]
    [InlineData("backoff")]
    [InlineData("starting")]
    [InlineData("launching")]
    public void A_stop_gives_the_next_start_all_of_its_attempts(string at)
    {
        ProcessFixture fixture = ProcessFixture.Backoff(p => p with { StartRetries = 1 });
        if (at != "backoff")
        {
            fixture.Clock.AdvanceSeconds(1);
        }

        if (at == "starting")
        {
            fixture.Kernel.Last.Succeed();
        }

        _ = fixture.Process.Stop();
        switch (at)
        {
            case "starting":
                fixture.Kernel.Last.Exit(0);
                break;
            case "launching":
                fixture.Kernel.Last.Fail();
                break;
        }

        Assert.Equal(ProcessState.Stopped, fixture.Process.State);
        Assert.Equal(0, fixture.Process.Backoff);
    }

    [Fact]
    public void A_stop_while_the_launch_is_under_way_is_sent_when_there_is_a_process()
    {
        var fixture = new ProcessFixture(p => p with { StopWaitSeconds = 2 });
        fixture.Process.Start();
        Assert.Null(fixture.Process.Stop());
        Assert.Equal("STARTING STOPPING", fixture.Seen);
        fixture.Clock.AdvanceSeconds(100);
        Assert.Equal("", fixture.Seen);

        fixture.Kernel.Last.Succeed();
        fixture.Clock.AdvanceSeconds(2);

        Assert.Equal([(SignalTerminate, false), (SignalKill, false)], fixture.Kernel.Last.Signals);
        fixture.Kernel.Last.Die(SignalKill);
        Assert.Equal("STOPPED", fixture.Seen);
    }

    [Fact]
    public void A_stop_while_a_launch_fails_ends_in_STOPPED()
    {
        var fixture = new ProcessFixture();
        fixture.Process.Start();
        _ = fixture.Process.Stop();
        fixture.Kernel.Last.Fail("no such file");
        fixture.Clock.AdvanceSeconds(3600);

        Assert.Equal("STARTING STOPPING STOPPED", fixture.Seen);
        Assert.Equal("no such file", fixture.Process.SpawnError);
        Assert.True(fixture.Process.Launched.IsCompleted);
        fixture.Process.Start();
        fixture.Kernel.Last.Succeed();
        fixture.Clock.AdvanceSeconds(1);
        Assert.Equal("STARTING RUNNING", fixture.Seen);
    }

    [Fact]
    public void A_start_while_it_is_stopping_is_refused()
    {
        ProcessFixture fixture = ProcessFixture.Running();
        _ = fixture.Process.Stop();
        fixture.Process.Start();
        Assert.Equal("STOPPING", fixture.Seen);

        fixture.Kernel.Last.Exit(0);

        Assert.Equal("STOPPED", fixture.Seen);
        Assert.Single(fixture.Kernel.Launches);
    }

    [Fact]
    public void An_exit_reported_after_SIGKILL_has_been_sent_is_a_stop_with_its_own_status()
    {
        ProcessFixture fixture = ProcessFixture.Running(p => p with { AutoRestart = AutoRestart.Always });
        _ = fixture.Process.Stop();
        fixture.Clock.AdvanceSeconds(10);
        fixture.Kernel.Last.Exit(5);

        Assert.Equal("STOPPING STOPPED", fixture.Seen);
        Assert.Equal(5, fixture.Process.ExitStatus);
    }

    [Fact]
    public async Task A_wait_for_a_stop_ends_with_it()
    {
        ProcessFixture fixture = ProcessFixture.Running();
        _ = fixture.Process.Stop();
        Task<ProcessState> stopped = fixture.Process.WaitForAsync(static s => s.IsStopped());
        Assert.False(stopped.IsCompleted);
        fixture.Kernel.Last.Exit(0);

        Assert.Equal(ProcessState.Stopped, await stopped);
        Assert.True(fixture.Process.WaitForAsync(static s => s.IsStopped()).IsCompleted);
    }

    [Theory]
    [InlineData("stopped")]
    [InlineData("exited")]
    [InlineData("fatal")]
    [InlineData("stopping")]
    public void What_does_not_run_is_not_stopped(string state)
    {
        ProcessFixture fixture = state switch
        {
            "stopped" => new ProcessFixture(),
            "fatal" => ProcessFixture.Backoff(p => p with { StartRetries = 0 }),
            _ => ProcessFixture.Running(),
        };
        switch (state)
        {
            case "exited":
                fixture.Kernel.Last.Exit(0);
                break;
            case "stopping":
                _ = fixture.Process.Stop();
                break;
        }

        fixture.Clock.NextTurn();
        _ = fixture.Seen;

        Assert.Equal("attempted to kill p with sig SIGTERM but it wasn't running", fixture.Process.Stop());
        Assert.Equal("", fixture.Seen);
    }

    [Fact]
    public void A_process_that_has_just_gone_stays_STOPPING_until_its_exit_is_reported()
    {
        ProcessFixture fixture = ProcessFixture.Running();
        fixture.Kernel.Last.SignalError = Errno.ESRCH;
        Assert.Null(fixture.Process.Stop());
        Assert.Equal("STOPPING", fixture.Seen);

        fixture.Kernel.Last.Exit(0);

        Assert.Equal("STOPPED", fixture.Seen);
        Assert.Contains(fixture.Log.Messages, m => m.StartsWith("unable to signal p (pid ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_process_that_may_not_be_signalled_is_UNKNOWN_and_keeps_its_pid_until_it_ends()
    {
        ProcessFixture fixture = ProcessFixture.Running();
        fixture.Kernel.Last.SignalError = Errno.EPERM;
        int pid = fixture.Process.Pid;

        Assert.Equal($"unknown problem killing p ({pid}):EPERM", fixture.Process.Stop());

        Assert.Equal("STOPPING UNKNOWN", fixture.Seen);
        Assert.Equal(pid, fixture.Process.Pid);
        fixture.Clock.AdvanceSeconds(3600);
        fixture.Process.Start();
        Assert.Single(fixture.Kernel.Launches);
        fixture.Kernel.Last.Exit(0);
        Assert.Equal("STOPPED", fixture.Seen);
        fixture.Process.Start();
        Assert.Equal("STARTING", fixture.Seen);
    }

    [Fact]
    public void A_signal_is_passed_on_and_changes_nothing()
    {
        ProcessFixture fixture = ProcessFixture.Running();
        Assert.Null(fixture.Process.Signal(SignalHangUp));

        Assert.Equal([(SignalHangUp, false)], fixture.Kernel.Last.Signals);
        Assert.Equal("", fixture.Seen);
        Assert.Contains($"sending p (pid {fixture.Process.Pid}) sig SIGHUP", fixture.Log.Messages);
    }

    [Theory]
    [InlineData(Errno.ESRCH, "")]
    [InlineData(Errno.EPERM, "UNKNOWN")]
    public void A_signal_that_fails_matters_only_if_there_is_a_process(int errno, string seen)
    {
        ProcessFixture fixture = ProcessFixture.Starting();
        fixture.Kernel.Last.SignalError = errno;

        Assert.Equal(seen.Length > 0, fixture.Process.Signal(SignalHangUp) is not null);
        Assert.Equal(seen, fixture.Seen);
    }

    [Fact]
    public void A_signal_to_what_does_not_run_says_so()
    {
        var fixture = new ProcessFixture();

        Assert.Equal("attempted to send p sig SIGHUP but it wasn't running", fixture.Process.Signal(SignalHangUp));
        Assert.False(fixture.Process.WriteInput("x"u8.ToArray()));
    }

    [Fact]
    public void Input_reaches_the_process()
    {
        ProcessFixture fixture = ProcessFixture.Running();

        Assert.True(fixture.Process.WriteInput("x\n"u8.ToArray()));
        Assert.Equal(["x\n"], fixture.Kernel.Last.Input);
    }

    [Theory]
    [InlineData(false, "EXITED", 1)]
    [InlineData(true, "STOPPED", 0)]
    public void A_start_that_an_earlier_daemon_did_not_come_to_is_made_up_for_unless_it_was_to_be_stopped(bool isBeingStopped, string state, int launches)
    {
        var fixture = new ProcessFixture();
        fixture.Process.Restore(new JournalEntry
        {
            Group = "g",
            Name = fixture.Process.Name,
            State = ProcessState.Starting,
            IsLaunching = true,
            IsBeingStopped = isBeingStopped,
            Generation = 3,
        });
        Assert.Equal(state, fixture.Process.State.Name());
        fixture.Clock.AdvanceSeconds(1);
        Assert.Equal(launches, fixture.Kernel.Launches.Count);
    }
}
