using System.Security.Cryptography;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Faults;

/// <summary>Programs that do what programs should not.</summary>
public class ChildTests
{
    private static readonly bool s_isLong = Environment.GetEnvironmentVariable("MINOS_TEST_LONG") == "1";

    [Fact]
    public async Task One_that_closes_its_output_is_supervised_all_the_same()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/bash -c "echo last words; exec >&- 2>&-; read line; exit 5"
            startsecs=0
            autorestart=false
            stdout_logfile=%(here)s/p.log
            """);
        await minosd.UntilStateAsync("p", "RUNNING");
        await Commands.UntilAsync(() => File.Exists(minosd["p.log"]) && File.ReadAllText(minosd["p.log"]) == "last words\n", "what it wrote is logged");
        _ = await minosd.CallAsync("sendProcessStdin", "p", "end\n");
        await minosd.UntilStateAsync("p", "EXITED");
        Assert.Equal(5, (await minosd.InfoAsync("p"))["exitstatus"].AsInteger());
    }

    [Fact]
    public async Task One_that_forks_away_has_ended_for_the_daemon_which_does_not_wait_for_the_rest()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/bash -c "echo parent; (trap '' HUP; echo $BASHPID > away; exec sleep 1000) & until [ -s away ]; do read -t 0.01 x; done; exit 0"
            directory=%(here)s
            startsecs=0
            autorestart=false
            stdout_logfile=%(here)s/p.log
            """);
        try
        {
            await minosd.UntilStateAsync("p", "EXITED");
            Assert.Equal(0, (await minosd.InfoAsync("p"))["exitstatus"].AsInteger());
            Assert.Equal("parent\n", await File.ReadAllTextAsync(minosd["p.log"]));
            Assert.True(Commands.IsAlive(Away(minosd)));
        }
        finally
        {
            Commands.Signal(Away(minosd), "KILL");
        }
    }

    [Theory]
    [InlineData("trap '' TERM; : >ready; while :; do read -t 0.05; done")]
    [InlineData(": >ready; kill -STOP $$; while :; do read -t 0.05; done")]
    public async Task One_that_ignores_TERM_or_is_stopped_is_killed_when_its_time_is_up(string script)
    {
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:p]
            command=/bin/bash -c "{script}"
            directory=%(here)s
            startsecs=0
            stopwaitsecs=1
            """);
        await Commands.UntilAsync(() => File.Exists(minosd["ready"]), "it is set up");
        int pid = await minosd.PidOfAsync("p");
        Assert.True((await minosd.CallAsync("stopProcess", "p")).AsBoolean());
        Assert.Equal("STOPPED", (await minosd.InfoAsync("p"))["statename"].AsString());
        Assert.False(Directory.Exists($"/proc/{pid}"), "it has been waited for");
        Assert.Contains($"killing 'p' ({pid}) with SIGKILL", minosd.MainLog, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_parent_of_a_zombie_is_stopped_and_leaves_none()
    {
        string python = Requires.Program("python3");
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:p]
            command={python} -c "import os,time; p=os.fork(); p or os._exit(0); open('zombie','w').write(str(p)+'\\n'); time.sleep(1000)"
            directory=%(here)s
            startsecs=0
            """);
        await Commands.UntilAsync(() => File.Exists(minosd["zombie"]) && File.ReadAllText(minosd["zombie"]).EndsWith('\n'), "it has a child");
        int zombie = int.Parse(await File.ReadAllTextAsync(minosd["zombie"]));
        await Commands.UntilAsync(() => Directory.Exists($"/proc/{zombie}") && !Commands.IsAlive(zombie), "that is a zombie");
        Assert.Equal("RUNNING", (await minosd.InfoAsync("p"))["statename"].AsString());
        _ = await minosd.CallAsync("stopProcess", "p");
        Assert.Equal("STOPPED", (await minosd.InfoAsync("p"))["statename"].AsString());
        await Commands.UntilAsync(() => !Directory.Exists($"/proc/{zombie}"), "init has taken it");
    }

    [Theory]
    [InlineData("", 64)]
    [InlineData("stdout_events_enabled=true", 256)]
    [InlineData("stdout_capture_maxbytes=1MB", 64)]
    public async Task One_that_writes_without_a_newline_costs_little_memory_and_loses_nothing(string key, int megabytes)
    {
        megabytes = s_isLong ? 1024 : megabytes;
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:p]
            command=/bin/bash -c "head -c {megabytes}M /dev/zero | tr '\\0' x"
            startsecs=0
            autostart=false
            autorestart=false
            stdout_logfile=%(here)s/p.log
            stdout_logfile_maxbytes={megabytes / 4}MB
            stdout_logfile_backups=5
            {key}
            """);
        long before = Resident(minosd);
        _ = await minosd.CallAsync("startProcess", "p", false);
        await minosd.UntilStateAsync("p", "EXITED");
        Assert.Equal(megabytes * 1024L * 1024, Directory.GetFiles(minosd.Root, "p.log*").Sum(static f => new FileInfo(f).Length));
        Assert.InRange(Resident(minosd) - before, long.MinValue, key.Contains("events", StringComparison.Ordinal) ? 128 * 1024 : 40 * 1024);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stdout_events_enabled=true")]
    public async Task Binary_output_is_logged_as_it_is_and_served_as_legal_XML(string key)
    {
        await using var minosd = new Minosd($"""
            [program:p]
            command=/bin/cat {"%(here)s/random"}
            startsecs=0
            autorestart=false
            autostart=false
            stdout_logfile=%(here)s/p.log
            stdout_logfile_maxbytes=0
            {key}
            """);
        byte[] bytes = RandomNumberGenerator.GetBytes(1024 * 1024);
        await File.WriteAllBytesAsync(minosd["random"], bytes);
        minosd.Start();
        await minosd.UntilUpAsync();
        _ = await minosd.CallAsync("startProcess", "p", false);
        await minosd.UntilStateAsync("p", "EXITED");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(minosd["p.log"]));
        RpcArray tail = (await minosd.CallAsync("tailProcessStdoutLog", "p", 0, 4096)).AsArray();
        Assert.NotEmpty(tail[0].AsString());
    }

    private static int Away(Minosd minosd) => int.Parse(File.ReadAllText(minosd["away"]));

    private static long Resident(Minosd minosd) => Commands.StatusOf(minosd.Pid, "VmRSS");
}
