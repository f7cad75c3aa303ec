using Minos.Daemon.Tests.EndToEnd;
using Minos.Daemon.Tests.Http;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Regressions;

/// <summary>Supervisor's mistakes with its event loop and with descriptors, each a test that bears its number.</summary>
public class DescriptorRegressions
{
    [Fact]
    public async Task S589_S807_S1581_a_program_that_closes_its_output_and_runs_on_keeps_no_processor_busy()
    {
        await using Minosd minosd = await Minosd.StartAsync(DaemonUsage.Clock + """
            [program:closed]
            command=/bin/sh -c "exec 0<&- 1>&- 2>&-; touch %(here)s/closed.%(process_num)d; exec sleep 1000"
            process_name=%(process_num)d
            numprocs=3
            startsecs=0
            """);
        await Commands.UntilAsync(() => Enumerable.Range(0, 3).All(i => File.Exists(minosd[$"closed.{i}"])), "all have closed everything");
        // Numbers of descriptors are used again by those that start now.
        await minosd.CallAsync("stopProcess", "closed:0");
        await minosd.CallAsync("startProcess", "closed:0");

        Assert.InRange(await DaemonUsage.MeasureAsync(minosd), TimeSpan.Zero, DaemonUsage.Idle);
    }

    [Fact]
    public async Task S892_a_client_that_breaks_off_keeps_no_processor_busy()
    {
        await using Minosd minosd = await Minosd.StartAsync(DaemonUsage.Clock);
        foreach (string request in new[] { "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<half", "GET /logtail/clock" })
        {
            using RawClient client = await RawClient.ConnectAsync(minosd.Socket);
            await client.SendAsync(request);
        }

        Assert.InRange(await DaemonUsage.MeasureAsync(minosd), TimeSpan.Zero, DaemonUsage.Idle);
    }

    [Fact]
    public async Task S1704_a_log_that_three_programs_share_survives_restarts_of_the_daemon()
    {
        await using Minosd minosd = await Minosd.StartAsync(string.Concat(new[] { "a", "b", "c" }.Select(name => $"""
            [program:{name}]
            command=/bin/sh -c "echo {name} started; exec cat"
            startsecs=0
            stdout_logfile=%(here)s/shared.log
            redirect_stderr=true

            """)));
        for (int life = 1; life <= 3; life++)
        {
            foreach (string name in new[] { "a", "b", "c" })
            {
                await minosd.UntilStateAsync(name, "RUNNING");
                await Commands.UntilAsync(() => Count(name) == life, $"{name} has written for the {life}. time: {File.ReadAllText(minosd["shared.log"])}");
            }

            int before = await minosd.PidOfAsync("a");
            minosd.Signal("HUP");
            await Commands.UntilAsync(() => !Commands.IsAlive(before), "the old processes end");
            await minosd.UntilUpAsync();
        }

        int Count(string name) => File.ReadAllLines(minosd["shared.log"]).Count(l => l == $"{name} started");
    }

    [SkippableFact]
    public async Task More_logs_than_the_limit_that_the_daemon_was_given_are_all_written()
    {
        const int Programs = 100;
        string prlimit = Requires.Program("prlimit");
        await using var minosd = new Minosd($"""
            [program:many]
            command=/bin/sh -c "echo begun; exec sleep 1000"
            process_name=%(process_num)d
            numprocs={Programs}
            startsecs=0
            stdout_logfile=%(here)s/out.%(process_num)d
            stderr_logfile=%(here)s/err.%(process_num)d
            """, "minfds=128");
        minosd.Start(prlimit, "--nofile=128:", "--");
        await minosd.UntilUpAsync();
        await Commands.UntilAsync(
            () => Task.FromResult(Enumerable.Range(0, Programs).All(i => File.Exists(minosd[$"out.{i}"]) && File.ReadAllText(minosd[$"out.{i}"]) == "begun\n")),
            () => $"all have written: {minosd.MainLog}");

        Assert.DoesNotContain("cannot open", minosd.MainLog, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task S26_S489_S1082_four_hundred_programs_need_more_descriptors_than_select_can_and_get_the_limit_the_daemon_was_given()
    {
        string prlimit = Requires.Program("prlimit");
        await using var minosd = new Minosd("""
            [program:many]
            command=/bin/sleep 1000
            process_name=%(process_num)d
            numprocs=400
            startsecs=0
            stdout_logfile=NONE
            stderr_logfile=NONE
            """, "minfds=256");
        minosd.Start(prlimit, "--nofile=1024:", "--");
        await minosd.UntilUpAsync();
        await Commands.UntilAsync(
            async () => (await minosd.CallAsync("getAllProcessInfo")).AsArray().All(p => p.AsStruct()["statename"].AsString() == "RUNNING"),
            () => $"all run: {minosd.MainLog}");

        Assert.InRange(DaemonUsage.OpenFiles(minosd.Pid), 1024, int.MaxValue);
        string limits = await File.ReadAllTextAsync($"/proc/{await minosd.PidOfAsync("many:399")}/limits");
        Assert.Equal("1024", limits.Split('\n').Single(l => l.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);
    }

    [SkippableFact]
    public async Task S997_where_descriptors_run_out_only_the_programs_without_one_fail_and_say_why()
    {
        string prlimit = Requires.Program("prlimit");
        await using var minosd = new Minosd("""
            [program:many]
            command=/bin/sleep 1000
            process_name=%(process_num)d
            numprocs=100
            startsecs=0
            startretries=0
            stdout_logfile=NONE
            stderr_logfile=NONE
            """, "minfds=32");
        minosd.Start(prlimit, "--nofile=200:200", "--");
        await Commands.UntilAsync(() => File.Exists(minosd["main.log"]), "there is a log");
        await minosd.UntilLoggedAsync("gave up: ");
        // The daemon itself may be out of descriptors for a moment, too, and then for those who ask.
        await minosd.UntilUpAsync();
        RpcArray all = [];
        await Commands.UntilAsync(
            async () => (all = (await minosd.CallAsync("getAllProcessInfo")).AsArray()).All(p => p.AsStruct()["statename"].AsString() is "RUNNING" or "FATAL"),
            () => $"each runs or has failed: {minosd.MainLog}");

        RpcStruct[] failed = [.. all.Select(p => p.AsStruct()).Where(p => p["statename"].AsString() == "FATAL")];
        Assert.InRange(failed.Length, 1, 99);
        Assert.All(failed, p => Assert.Contains("too many open files", p["spawnerr"].AsString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task S89_restarts_and_updates_lose_no_descriptor()
    {
        const string Programs = "[program:p]\ncommand=/bin/cat\nstartsecs=0\nprocess_name=%(process_num)d\nnumprocs=5\nstdout_logfile=%(here)s/p.log\n";
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        int after = 0;
        for (int life = 0; life < 4; life++)
        {
            await minosd.UntilStateAsync("p:4", "RUNNING");
            for (int i = 0; i < 5; i++)
            {
                await minosd.CallAsync("stopProcessGroup", "p");
                await minosd.CallAsync("removeProcessGroup", "p");
                await minosd.CallAsync("addProcessGroup", "p");
                await minosd.UntilStateAsync("p:4", "RUNNING");
            }

            int now = DaemonUsage.OpenFiles(minosd.Pid);
            after = life == 0 ? now : after;
            // A log file is closed a moment after its program has ended; the connections that asked come and go.
            await Commands.UntilAsync(() => DaemonUsage.OpenFiles(minosd.Pid) <= after + 3, $"{after} descriptors after the first life, {now} after the {life + 1}.");
            int before = await minosd.PidOfAsync("p:0");
            minosd.Signal("HUP");
            await Commands.UntilAsync(() => !Commands.IsAlive(before), "the old processes end");
            await minosd.UntilUpAsync();
        }
    }
}
