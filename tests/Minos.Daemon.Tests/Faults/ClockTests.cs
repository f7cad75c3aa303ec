using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;

namespace Minos.Daemon.Tests.Faults;

/// <summary>A wall clock that is set while the daemon runs.</summary>
public class ClockTests
{
    [SkippableTheory]
    [InlineData(-365)]
    [InlineData(365)]
    public async Task Set_by_a_year_no_program_stops_and_no_wait_is_longer_or_shorter(int days)
    {
        await using var minosd = new Minosd("""
            [program:steady]
            command=/bin/sleep 1000
            startsecs=0
            [program:starting]
            command=/bin/sleep 1000
            startsecs=2
            autostart=false
            [program:failing]
            command=/bin/sh -c "exit 1"
            startsecs=1
            startretries=2
            autostart=false
            [program:stubborn]
            command=/bin/bash -c "trap '' TERM; : >stubborn; while :; do read -t 0.05; done"
            directory=%(here)s
            startsecs=0
            stopwaitsecs=1
            """);
        FakeClock clock = await FakeClock.BuildAsync(minosd.Root);
        minosd.Start(clock.Command);
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("steady", "RUNNING");
        await Commands.UntilAsync(() => File.Exists(minosd["stubborn"]), "it ignores TERM");
        int pid = await minosd.PidOfAsync("steady");
        long before = (await minosd.InfoAsync("steady"))["now"].AsInteger();
        _ = await minosd.CallAsync("startProcess", "starting", false);
        _ = await minosd.CallAsync("startProcess", "failing", false);
        _ = await minosd.CallAsync("stopProcess", "stubborn", false);

        clock.Set(days * 86400L);

        await minosd.UntilStateAsync("starting", "RUNNING");
        await minosd.UntilStateAsync("failing", "FATAL");
        await minosd.UntilStateAsync("stubborn", "STOPPED");
        RpcStruct info = await minosd.InfoAsync("steady");
        Assert.Equal((pid, "RUNNING"), (await minosd.PidOfAsync("steady"), info["statename"].AsString()));
        Assert.InRange(info["now"].AsInteger() - before, (days * 86400L) - 600, (days * 86400L) + 600);
        Assert.Matches(@"^pid \d+, uptime 0:\d\d:\d\d$", info["description"].AsString());
        Assert.True((await minosd.CallAsync("stopProcess", "steady")).AsBoolean());
    }
}
