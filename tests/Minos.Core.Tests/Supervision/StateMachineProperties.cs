using FsCheck;
using FsCheck.Fluent;
using Minos.Configuration;
using Minos.Native;
using Minos.Supervision;

namespace Minos.Core.Tests.Supervision;

/// <summary>What holds after any sequence of commands, launch results, exits and clock advances.</summary>
public class StateMachineProperties
{
    private static readonly HashSet<(ProcessState From, ProcessState To)> s_legal =
    [
        (ProcessState.Stopped, ProcessState.Starting), (ProcessState.Exited, ProcessState.Starting),
        (ProcessState.Fatal, ProcessState.Starting), (ProcessState.Backoff, ProcessState.Starting),
        (ProcessState.Starting, ProcessState.Running), (ProcessState.Starting, ProcessState.Backoff),
        (ProcessState.Starting, ProcessState.Stopping), (ProcessState.Starting, ProcessState.Unknown),
        (ProcessState.Running, ProcessState.Exited), (ProcessState.Running, ProcessState.Stopping),
        (ProcessState.Running, ProcessState.Unknown), (ProcessState.Backoff, ProcessState.Fatal),
        (ProcessState.Backoff, ProcessState.Stopped), (ProcessState.Stopping, ProcessState.Stopped),
        (ProcessState.Stopping, ProcessState.Unknown), (ProcessState.Unknown, ProcessState.Stopped),
    ];

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(200);

    /// <summary>What a byte of a sequence stands for; starts, launches and advances are more frequent than what ends things.</summary>
    private static readonly Action<ProcessFixture>[] s_steps =
    [
        static f => Start(f),
        static f => Start(f),
        static f => _ = f.Process.Stop(),
        static f => _ = f.Process.Signal(1),
        static f => Pending(f)?.Succeed(),
        static f => Pending(f)?.Succeed(),
        static f => Pending(f)?.Succeed(),
        static f => Pending(f)?.Fail(),
        static f => Alive(f)?.Exit(0),
        static f => Alive(f)?.Exit(1),
        static f => Alive(f)?.Die(9),
        static f => f.Clock.NextTurn(),
        static f => f.Clock.AdvanceSeconds(0.4),
        static f => f.Clock.AdvanceSeconds(1),
        static f => f.Clock.AdvanceSeconds(3),
        static f => f.Clock.AdvanceSeconds(20),
        static f => f.Clock.WallClockStep -= TimeSpan.FromHours(1),
        static f => SetSignalError(f, Errno.ESRCH),
        static f => SetSignalError(f, Errno.EPERM),
        static f => SetSignalError(f, 0),
        static f => f.AcceptsStarts = !f.AcceptsStarts,
        static f => GiveUp(f),
        static f => f.Kernel.Launches.Where(l => !l.IsPending && !l.IsAlive).ToList().ForEach(l => l.RepeatReports()),
    ];

    [Fact]
    public void No_sequence_reaches_an_illegal_state_or_leaves_two_processes() => ForAllSequences((fixture, _) =>
    {
        AssertLegal(fixture);
        AssertConsistent(fixture);
    });

    [Fact]
    public void A_report_of_an_earlier_start_never_changes_anything() => ForAllSequences((fixture, _) =>
    {
        string before = Describe(fixture);
        s_steps[^1](fixture);
        Assert.Equal(before, Describe(fixture));
    });

    [Fact]
    public void Whatever_came_before_a_stop_ends_the_process_and_a_start_starts_it() => ForAllSequences(null, fixture =>
    {
        SetSignalError(fixture, 0);
        fixture.AcceptsStarts = true;
        if (fixture.Process.State == ProcessState.Unknown)
        {
            Alive(fixture)!.Exit(0);
        }

        _ = fixture.Process.Stop();
        Pending(fixture)?.Succeed();
        if (Alive(fixture) is { } alive)
        {
            fixture.Clock.AdvanceSeconds(fixture.Process.Settings.StopWaitSeconds);
            Assert.Contains((9, false), alive.Signals);
            alive.Die(9);
        }

        Assert.True(fixture.Process.State.IsStopped());
        if (Pending(fixture) is null)
        {
            fixture.Process.Start();
        }

        Pending(fixture)!.Succeed();
        fixture.Clock.AdvanceSeconds(1);
        Assert.Equal(ProcessState.Running, fixture.Process.State);
        AssertLegal(fixture);
    });

    [Fact]
    public void Attempts_in_a_row_never_exceed_startretries_by_more_than_one() => ForAllSequences((fixture, _) =>
        Assert.InRange(fixture.Process.Backoff, 0, fixture.Process.Settings.StartRetries + 1));

    private static void ForAllSequences(Action<ProcessFixture, byte>? afterEach, Action<ProcessFixture>? atEnd = null) =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), sequence =>
        {
            var fixture = new ProcessFixture(p => p with { StartRetries = 2, AutoRestart = AutoRestart.Unexpected });
            foreach (byte step in sequence)
            {
                s_steps[step % s_steps.Length](fixture);
                afterEach?.Invoke(fixture, step);
            }

            atEnd?.Invoke(fixture);
        }).Check(s_config);

    private static void AssertLegal(ProcessFixture fixture)
    {
        ProcessState state = ProcessState.Stopped;
        foreach (ProcessStateChange change in fixture.Changes)
        {
            Assert.Equal(state, change.From);
            Assert.Contains((change.From, change.To), s_legal);
            state = change.To;
        }

        Assert.Equal(state, fixture.Process.State);
    }

    /// <summary>The state and the operating system agree.</summary>
    private static void AssertConsistent(ProcessFixture fixture)
    {
        Assert.InRange(fixture.Kernel.Launches.Count(l => l.IsPending || l.IsAlive), 0, 1);
        ProcessState[] possible = (Pending(fixture), Alive(fixture)) switch
        {
            (not null, _) => [ProcessState.Starting, ProcessState.Stopping],
            (_, not null) => [ProcessState.Starting, ProcessState.Running, ProcessState.Stopping, ProcessState.Unknown],
            _ => [ProcessState.Stopped, ProcessState.Backoff, ProcessState.Exited, ProcessState.Fatal],
        };
        Assert.Contains(fixture.Process.State, possible);
        Assert.Equal(Alive(fixture)?.Pid ?? 0, fixture.Process.Pid);
        Assert.Equal(Pending(fixture) is null, fixture.Process.Launched.IsCompleted);
    }

    private static string Describe(ProcessFixture fixture) => string.Join(
        ' ', fixture.Process.State, fixture.Process.Pid, fixture.Process.Backoff, fixture.Process.ExitStatus, fixture.Process.SpawnError,
        fixture.Process.LastStart, fixture.Process.LastStop, fixture.Process.IsBeingStopped, fixture.Changes.Count, fixture.Kernel.Launches.Count,
        string.Join(',', fixture.Kernel.Launches.Select(l => l.Signals.Count)));

    /// <summary>What waits for its next attempt is not started by hand: to clients it counts as running.</summary>
    private static void Start(ProcessFixture fixture)
    {
        if (fixture.Process.State != ProcessState.Backoff)
        {
            fixture.Process.Start();
        }
    }

    private static FakeLaunch? Pending(ProcessFixture fixture) => fixture.Kernel.Launches.Find(l => l.IsPending);

    private static FakeLaunch? Alive(ProcessFixture fixture) => fixture.Kernel.Living.FirstOrDefault();

    private static void SetSignalError(ProcessFixture fixture, int errno)
    {
        if (Alive(fixture) is { } alive)
        {
            alive.SignalError = errno;
        }
    }

    /// <summary>What a shutdown does with a process that waits for its next attempt.</summary>
    private static void GiveUp(ProcessFixture fixture)
    {
        if (fixture.Process.State == ProcessState.Backoff)
        {
            fixture.Process.GiveUp();
        }
    }
}
