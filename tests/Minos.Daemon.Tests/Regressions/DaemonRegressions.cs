using Minos.Daemon.Tests.EndToEnd;
using Minos.Daemon.Tests.Faults;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Regressions;

/// <summary>Mistakes with the daemon as a whole: as process 1, a second one, its restart, and who may make it do what.</summary>
public class DaemonRegressions
{
    [SkippableFact]
    public async Task O60_C638_as_process_1_it_leaves_no_zombie_and_takes_nobodys_exit_status()
    {
        string unshare = Requires.Program("unshare");
        Requires.That((await Commands.RunAsync(unshare, "--fork", "--pid", "--mount-proc", "true")).Status == 0, "a process id namespace needs root");
        await using var minosd = new Minosd("""
            [program:parent]
            command=/bin/sh -c "for i in 1 2 3 4 5; do (sh -c 'sleep 0.1; exit 7; true' &); done; exec cat"
            startsecs=0
            stderr_logfile=NONE
            [program:exits]
            command=/bin/sh -c "exit 3"
            autostart=false
            autorestart=false
            startsecs=0
            """);
        minosd.Start(unshare, "--fork", "--pid", "--mount-proc", "--kill-child");
        await minosd.UntilUpAsync();
        Assert.Equal("1", (await File.ReadAllTextAsync(minosd["main.pid"])).Trim());
        await minosd.UntilStateAsync("parent", "RUNNING");
        for (int i = 0; i < 5; i++)
        {
            await minosd.CallAsync("startProcess", "exits", false);
            await minosd.UntilStateAsync("exits", "EXITED");
            Assert.Equal(3, (await minosd.InfoAsync("exits"))["exitstatus"].AsInteger());
        }

        int daemon = Assert.Single(Minosd.ChildrenOf(minosd.StartedPid));
        await Commands.UntilAsync(() => Minosd.ChildrenOf(daemon) is [var only] && Commands.IsAlive(only), "only the parent is left, and no zombie");
        await minosd.CallAsync("shutdown");
        Assert.Equal(0, await minosd.EndAsync());
    }

    [SkippableFact]
    public async Task Changes_3_2_1_a_clock_past_2038_makes_no_time_that_clients_cannot_read()
    {
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n[program:ended]\ncommand=/bin/true\nstartsecs=0\nautorestart=false\n");
        FakeClock clock = await FakeClock.BuildAsync(minosd.Root);
        clock.Set(int.MaxValue);
        minosd.Start(clock.Command);
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
        await minosd.UntilStateAsync("ended", "EXITED");

        Assert.Equal((long)int.MaxValue, (await minosd.InfoAsync("p"))["start"].AsInteger());
        Assert.Equal((long)int.MaxValue, (await minosd.InfoAsync("ended"))["stop"].AsInteger());
        Finished status = await minosd.ControlAsync("status");
        Assert.Matches(@"p +RUNNING   pid \d+, uptime 0:00:\d\d\n", status.Output);
        Assert.Equal(3, status.Status);
        Assert.Equal(0, (await minosd.ControlAsync("restart", "p")).Status);
    }

    [Fact]
    public async Task Changes_3_3_2_a_second_daemon_leaves_the_firsts_pid_file_alone()
    {
        await using Minosd first = await Minosd.StartAsync();
        await using var second = new Minosd();
        string text = await File.ReadAllTextAsync(second.ConfigurationFile);
        await File.WriteAllTextAsync(second.ConfigurationFile, text.Replace("%(here)s/main.pid", first["main.pid"], StringComparison.Ordinal));
        int pid = first.Pid;

        Assert.Equal(2, (await second.RunAsync("-n")).Status);
        Assert.Equal(pid, first.Pid);
        Assert.True(Commands.IsAlive(pid));
    }

    [Fact]
    public async Task Changes_4_3_0_requests_while_it_restarts_are_answered_and_do_not_end_it()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n");
        await minosd.UntilStateAsync("p", "RUNNING");
        int daemon = minosd.Pid;
        using var end = new CancellationTokenSource();
        Task<int>[] clients = [.. Enumerable.Range(0, 3).Select(_ => AskAsync(minosd, end.Token))];
        for (int i = 0; i < 5; i++)
        {
            int before = await PidAsync(minosd);
            minosd.Signal("HUP");
            await Commands.UntilAsync(async () => await PidAsync(minosd) is not 0 and int pid && pid != before, () => $"p has been started again: {minosd.MainLog}");
        }

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(clients), answers => Assert.InRange(answers, 1, int.MaxValue));
        Assert.Equal(daemon, minosd.Pid);
        Assert.DoesNotContain("already listening", minosd.MainLog + minosd.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S964_a_methods_name_reaches_methods_only()
    {
        await using Minosd minosd = await Minosd.StartAsync();
        foreach (string method in new[] { "supervisord.options.warnings.linecache.os.system", "supervisord.options.execve", "__init__", "getState.__call__" })
        {
            RpcFault fault = await Assert.ThrowsAsync<RpcFault>(() => minosd.CallAsync(method, $"touch {minosd["owned"]}"));
            Assert.Equal(1, (int)fault.Code);
        }

        Assert.False(File.Exists(minosd["owned"]));
    }

    [Fact]
    public async Task S1245_a_port_for_everybody_without_a_password_is_refused()
    {
        await using var minosd = new Minosd($"[inet_http_server]\nport=0.0.0.0:{LoopbackPort.Take()}\n");
        Finished finished = await minosd.RunAsync("-n");

        Assert.Equal(2, finished.Status);
        Assert.Contains("allow_insecure", finished.Error, StringComparison.Ordinal);
    }

    private static async Task<int> AskAsync(Minosd minosd, CancellationToken end)
    {
        int answers = 0;
        using var client = new RpcClient($"unix://{minosd["s.sock"]}");
        while (!end.IsCancellationRequested)
        {
            try
            {
                await client.CallAsync("supervisor.getState", CancellationToken.None);
                answers++;
            }
            catch (Exception exception) when (exception is RpcConnectionException or RpcFault)
            {
                // Cut off by the restart.
            }
        }

        return answers;
    }

    private static async Task<int> PidAsync(Minosd minosd)
    {
        try
        {
            return await minosd.PidOfAsync("p");
        }
        catch (Exception exception) when (exception is RpcConnectionException or RpcFault)
        {
            return 0;
        }
    }
}
