using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;

namespace Minos.Daemon.Tests.Regressions;

/// <summary>Mistakes of Supervisor (S), circus (C), ochinchina's supervisord (O) and process-compose (PC) with the states of processes.</summary>
public class StateRegressions
{
    // Told to stop it waits for a file.
    private const string Stubborn = """
        [program:stubborn]
        command=/bin/sh -c "trap 'while [ ! -e %(here)s/go ]; do sleep 0.02; done; exit 0' TERM; touch %(here)s/ready; while :; do sleep 0.02; done"
        startsecs=0
        stopwaitsecs=600

        """;

    [Fact]
    public async Task S445_a_log_that_cannot_be_written_is_a_failed_start_with_its_reason_and_not_RUNNING_without_a_process()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\nstartretries=0\nstdout_logfile=/proc/p.log\n");
        await minosd.UntilStateAsync("p", "FATAL");
        RpcStruct info = await minosd.InfoAsync("p");

        Assert.Equal(0, info["pid"].AsInteger());
        Assert.Contains("/proc/p.log", info["spawnerr"].AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S536_stopping_what_ends_at_the_same_moment_makes_no_UNKNOWN()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/true\nautostart=false\nautorestart=false\nstartsecs=0\n");
        for (int i = 0; i < 50; i++)
        {
            await minosd.CallAsync("startProcess", "p", false);
            foreach ((string method, RpcValue[] arguments) in new (string, RpcValue[])[] { ("signalProcess", ["p", "HUP"]), ("stopProcess", ["p"]) })
            {
                try
                {
                    await minosd.CallAsync(method, arguments);
                }
                catch (RpcFault fault)
                {
                    Assert.Equal(70, (int)fault.Code);
                }
            }

            await Commands.UntilAsync(
                async () => (await minosd.InfoAsync("p"))["statename"].AsString() is "EXITED" or "STOPPED", () => $"it has ended: {minosd.MainLog}");
        }

        Assert.DoesNotContain("UNKNOWN", minosd.MainLog, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown problem", minosd.MainLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S118_a_process_in_BACKOFF_can_be_stopped()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/false\nstartretries=1000\n");
        await minosd.UntilStateAsync("p", "BACKOFF");
        // Between two looks it may be on its next attempt, which is stopped as well.
        Assert.True((await minosd.CallAsync("stopProcess", "p")).AsBoolean());
        await minosd.UntilStateAsync("p", "STOPPED");
    }

    [SkippableFact]
    public async Task S746_an_update_that_removes_a_group_in_BACKOFF_comes_to_its_end()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/false\nstartretries=1000\n");
        await minosd.UntilStateAsync("p", "BACKOFF");
        minosd.Configure("");

        Finished update = await minosd.ControlAsync("update");
        Assert.Equal((0, "p: stopped\np: removed process group\n"), (update.Status, update.Output));
    }

    [Fact]
    public async Task S1285_a_program_that_ends_at_once_without_startsecs_is_slowed_down_and_stop_ends_it()
    {
        await using Minosd minosd = await Minosd.StartAsync(DaemonUsage.Clock + """
            [program:storm]
            command=/bin/false
            startsecs=0
            autorestart=true
            """);
        await minosd.UntilLoggedAsync("storm ended within a second 11 times in a row");
        int before = Starts();
        _ = await DaemonUsage.MeasureAsync(minosd);
        // Two seconds and what a busy machine adds to them.
        Assert.InRange(Starts() - before, 0, 60);
        await minosd.CallAsync("stopProcessGroup", "storm");
        int stopped = Starts();
        _ = await DaemonUsage.MeasureAsync(minosd);
        Assert.Equal(stopped, Starts());

        int Starts() => minosd.MainLog.Split("spawned: 'storm'").Length;
    }

    [Fact]
    public async Task C1154_C1179_one_that_does_not_stop_holds_up_nobody_else()
    {
        await using Minosd minosd = await Minosd.StartAsync(Stubborn + "[program:other]\ncommand=/bin/sleep 1000\nstartsecs=0\n");
        await Commands.UntilAsync(() => File.Exists(minosd["ready"]), "the trap is set");
        Task<RpcValue> stop = minosd.CallAsync("stopProcess", "stubborn");
        await minosd.UntilStateAsync("stubborn", "STOPPING");
        for (int i = 0; i < 3; i++)
        {
            await minosd.CallAsync("stopProcess", "other");
            await minosd.CallAsync("startProcess", "other");
        }

        Assert.False(stop.IsCompleted);
        await File.WriteAllTextAsync(minosd["go"], "");
        Assert.True((await stop.WaitAsync(Commands.Deadline)).AsBoolean());
    }

    [Fact]
    public async Task PC530_O273_a_start_while_it_stops_is_refused_and_leaves_no_second_process()
    {
        await using Minosd minosd = await Minosd.StartAsync(Stubborn);
        await Commands.UntilAsync(() => File.Exists(minosd["ready"]), "the trap is set");
        int pid = await minosd.PidOfAsync("stubborn");
        Task<RpcValue> stop = minosd.CallAsync("stopProcess", "stubborn");
        await minosd.UntilStateAsync("stubborn", "STOPPING");

        Assert.Equal(40, (int)(await Assert.ThrowsAsync<RpcFault>(() => minosd.CallAsync("startProcess", "stubborn"))).Code);
        await File.WriteAllTextAsync(minosd["go"], "");
        await stop.WaitAsync(Commands.Deadline);
        Assert.Equal("STOPPED", (await minosd.InfoAsync("stubborn"))["statename"].AsString());
        Assert.False(Commands.IsAlive(pid));
        Assert.Equal(2, minosd.MainLog.Split("spawned: 'stubborn'").Length);
    }

    [Fact]
    public async Task O110_O166_one_that_gives_up_ends_neither_the_daemon_nor_what_never_ran()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:fails]
            command=/bin/false
            startretries=0
            [program:never]
            command=/bin/sleep 1000
            autostart=false
            [program:runs]
            command=/bin/sleep 1000
            startsecs=0
            """);
        await minosd.UntilStateAsync("fails", "FATAL");
        await minosd.UntilStateAsync("runs", "RUNNING");
        Assert.Equal(70, (int)(await Assert.ThrowsAsync<RpcFault>(() => minosd.CallAsync("stopProcess", "never"))).Code);
        Assert.Equal("STOPPED", (await minosd.InfoAsync("never"))["statename"].AsString());
        Assert.Equal(1, (await minosd.CallAsync("getState")).AsStruct()["statecode"].AsInteger());
    }
}
