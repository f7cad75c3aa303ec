using System.Diagnostics;
using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>What Debian's supervisorctl does with the daemon.</summary>
public class ControlTests
{
    private const string Programs = """
        [program:cat]
        command=/bin/cat
        startsecs=0
        [program:idle]
        command=/bin/sleep 1000
        autostart=false
        startsecs=0
        """;

    [SkippableFact]
    public async Task Status_start_stop_restart_signal_pid_and_avail()
    {
        Requires.Program("supervisorctl");
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        await minosd.UntilStateAsync("cat", "RUNNING");

        Finished status = await minosd.ControlAsync("status");
        Assert.Matches(@"^cat +RUNNING +pid \d+, uptime 0:00:\d\d\nidle +STOPPED +Not started\n$", status.Output);
        Assert.Equal(3, status.Status);
        Assert.Equal("idle: started\n", (await minosd.ControlAsync("start", "idle")).Output);
        Assert.Equal("idle: ERROR (already started)\n", (await minosd.ControlAsync("start", "idle")).Output);
        int before = await minosd.PidOfAsync("idle");
        Assert.Equal("idle: stopped\nidle: started\n", (await minosd.ControlAsync("restart", "idle")).Output);
        int after = await minosd.PidOfAsync("idle");
        Assert.NotEqual(before, after);
        Assert.False(Commands.IsAlive(before));
        Assert.Equal($"{minosd.Pid}\n", (await minosd.ControlAsync("pid")).Output);
        Assert.Equal($"{after}\n", (await minosd.ControlAsync("pid", "idle")).Output);
        Assert.Equal("idle: signalled\n", (await minosd.ControlAsync("signal", "TERM", "idle")).Output);
        await minosd.UntilStateAsync("idle", "RUNNING");
        await Commands.UntilAsync(async () => await minosd.PidOfAsync("idle") is not 0 and int now && now != after, () => "it is started again");
        Assert.Matches(@"^cat +in use +auto +999:999\nidle +in use +manual +999:999\n$", (await minosd.ControlAsync("avail")).Output);
        Assert.Equal("idle: stopped\n", (await minosd.ControlAsync("stop", "idle")).Output);
        Assert.Equal("idle: ERROR (not running)\n", (await minosd.ControlAsync("stop", "idle")).Output);
        Assert.Equal("none: ERROR (no such process)\n", (await minosd.ControlAsync("start", "none")).Output);
        Assert.Equal("cat: stopped\n", (await minosd.ControlAsync("stop", "all")).Output);
        Assert.Equal(["cat: started", "idle: started"], (await minosd.ControlAsync("start", "all")).Output.Trim().Split('\n').Order());
    }

    [SkippableFact]
    public async Task Tail_follow_and_clear()
    {
        Requires.Program("supervisorctl");
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        await minosd.UntilStateAsync("cat", "RUNNING");
        await minosd.CallAsync("sendProcessStdin", "cat", "first\n");
        await Commands.UntilAsync(
            async () => (await minosd.ControlAsync("tail", "cat")).Output == "first\n\n", () => "supervisorctl tail shows what was written");

        using Process follow = Commands.Start(Requires.Program("supervisorctl"), "-c", minosd.ConfigurationFile, "tail", "-f", "cat");
        try
        {
            Assert.Equal("==> Press Ctrl-C to exit <==", await LineAsync(follow));
            Assert.Equal("first", await LineAsync(follow));
            await minosd.CallAsync("sendProcessStdin", "cat", "second\n");
            Assert.Equal("second", await LineAsync(follow));
        }
        finally
        {
            follow.Kill();
        }

        Assert.Equal("cat: cleared\n", (await minosd.ControlAsync("clear", "cat")).Output);
        Assert.Equal("\n", (await minosd.ControlAsync("tail", "cat")).Output);
        Assert.Contains("supervisord started with pid", (await minosd.ControlAsync("maintail", "-100000")).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Reread_update_add_and_remove()
    {
        Requires.Program("supervisorctl");
        await using Minosd minosd = await Minosd.StartAsync(Program("stays") + Program("changes") + Program("goes"));
        await minosd.UntilStateAsync("stays", "RUNNING");
        await minosd.UntilStateAsync("changes", "RUNNING");
        await minosd.UntilStateAsync("goes", "RUNNING");
        int stays = await minosd.PidOfAsync("stays");
        Assert.Equal("No config updates to processes\n", (await minosd.ControlAsync("reread")).Output);

        minosd.Configure(Program("stays") + Program("changes", "/bin/sleep 2000") + Program("comes") + Program("later"));
        Assert.Equal(
            ["changes: changed", "comes: available", "goes: disappeared", "later: available"],
            (await minosd.ControlAsync("reread")).Output.Trim().Split('\n').Order());
        Assert.Equal("comes: added process group\n", (await minosd.ControlAsync("add", "comes")).Output);
        Assert.Equal("ERROR: process group already active\n", (await minosd.ControlAsync("add", "comes")).Output);
        Assert.StartsWith("ERROR: process/group still running: goes", (await minosd.ControlAsync("remove", "goes")).Output, StringComparison.Ordinal);
        Assert.Equal("goes: stopped\n", (await minosd.ControlAsync("stop", "goes")).Output);
        Assert.Equal("goes: removed process group\n", (await minosd.ControlAsync("remove", "goes")).Output);
        Assert.Equal(
            ["changes: stopped", "changes: updated process group", "later: added process group"],
            (await minosd.ControlAsync("update")).Output.Trim().Split('\n').Order());

        await minosd.UntilStateAsync("changes", "RUNNING");
        await Commands.UntilExecutedAsync(await minosd.PidOfAsync("changes"), "cmdline", static c => c == "/bin/sleep\02000\0");
        Assert.Equal(stays, await minosd.PidOfAsync("stays"));
        Assert.Equal("", (await minosd.ControlAsync("update")).Output);
    }

    [SkippableFact]
    public async Task A_broken_file_is_reported_by_reread_and_changes_nothing()
    {
        Requires.Program("supervisorctl");
        await using Minosd minosd = await Minosd.StartAsync(Program("p"));
        await minosd.UntilStateAsync("p", "RUNNING");
        int pid = await minosd.PidOfAsync("p");
        minosd.Configure(Program("p") + "\nstartsecs=soon\n");

        Assert.StartsWith("ERROR: CANT_REREAD: ", (await minosd.ControlAsync("reread")).Output, StringComparison.Ordinal);
        Assert.Equal(pid, await minosd.PidOfAsync("p"));
    }

    [SkippableFact]
    public async Task Reload_and_shutdown()
    {
        Requires.Program("supervisorctl");
        await using Minosd minosd = await Minosd.StartAsync(Program("p"));
        await minosd.UntilStateAsync("p", "RUNNING");
        int daemon = minosd.Pid;
        int before = await minosd.PidOfAsync("p");
        minosd.Configure(Program("p") + Program("q"));
        Assert.Equal("Restarted supervisord\n", (await minosd.ControlAsync("reload")).Output);
        await Commands.UntilAsync(() => !Commands.IsAlive(before), "the old process ends");
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("q", "RUNNING");
        Assert.Equal(daemon, minosd.Pid);
        int after = await minosd.PidOfAsync("q");

        Assert.Equal("Shut down\n", (await minosd.ControlAsync("shutdown")).Output);
        Assert.Equal(0, await minosd.EndAsync());
        Assert.False(Commands.IsAlive(after));
        Assert.False(File.Exists(minosd["s.sock"]));
        Assert.False(File.Exists(minosd["main.pid"]));
    }

    private static string Program(string name, string command = "/bin/sleep 1000") => $"\n[program:{name}]\ncommand={command}\nstartsecs=0\n";

    private static async Task<string?> LineAsync(Process process) => await process.StandardOutput.ReadLineAsync().WaitAsync(Commands.Deadline);
}
