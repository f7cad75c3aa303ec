using System.Globalization;
using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>A daemon that is killed, and the one that comes after it.</summary>
public class AdoptionTests
{
    /// <summary>Logs numbered lines, waiting for a line of its input now and then; "end" lets it exit with 7. A read that takes too long, on a busy machine, has the line's beginning.</summary>
    private const string Counter = """
        [program:counter]
        command=/bin/bash -c "echo start; for ((i=0;;i++)); do echo line $i; if read -t 0.01 part; then word+=$part; echo $word > heard; [ $word = end ] && exit 7; word=; else word+=$part; fi; done"
        directory=%(here)s
        startsecs=0
        autorestart=false
        stdout_logfile=%(here)s/counter.log
        stdout_logfile_maxbytes=4KB
        stdout_logfile_backups=500
        """;

    [Fact]
    public async Task What_runs_is_taken_over_with_its_pid_its_output_its_input_and_its_exit_status()
    {
        await using Minosd minosd = await Minosd.StartAsync(Counter);
        await minosd.UntilStateAsync("counter", "RUNNING");
        int pid = await minosd.PidOfAsync("counter");
        long start = (await minosd.InfoAsync("counter"))["start"].AsInteger();
        for (int life = 0; life < 3; life++)
        {
            await minosd.ReplaceAsync();
            Assert.Equal(pid, await minosd.PidOfAsync("counter"));
        }

        Minos.Rpc.RpcStruct info = await minosd.InfoAsync("counter");
        Assert.Equal("RUNNING", info["statename"].AsString());
        Assert.Equal(start, info["start"].AsInteger());
        Assert.Matches(@"^pid \d+, uptime \d:\d\d:\d\d \[resumed\]$", info["description"].AsString());
        Assert.True(info["resumed"].AsBoolean());
        _ = await minosd.CallAsync("sendProcessStdin", "counter", "hello\n");
        await Commands.UntilAsync(() => File.Exists(minosd["heard"]), "its stdin works");
        _ = await minosd.CallAsync("sendProcessStdin", "counter", "end\n");
        await minosd.UntilStateAsync("counter", "EXITED");
        Assert.Equal(7, (await minosd.InfoAsync("counter"))["exitstatus"].AsInteger());
        Assert.Contains("exited: counter (exit status 7; not expected)", minosd.MainLog, StringComparison.Ordinal);

        string[] lines = [.. Log(minosd, "counter.log").Split('\n').Where(static l => l.StartsWith("line ", StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Range(0, lines.Length).Select(static i => $"line {i}"), lines);
        Assert.Single(Log(minosd, "counter.log").Split('\n'), "start");
    }

    [Fact]
    public async Task Everything_else_stays_as_it_was()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:stopped]
            command=/bin/sleep 1000
            startsecs=0
            [program:ended]
            command=/bin/sh -c "exit 3"
            startsecs=0
            autorestart=false
            [program:fatal]
            command=/none
            startretries=0
            [program:automatic]
            command=/bin/sh -c "echo before; read line; echo $line; exec sleep 1000"
            startsecs=0
            """);
        await minosd.UntilStateAsync("stopped", "RUNNING");
        _ = await minosd.CallAsync("stopProcess", "stopped");
        await minosd.UntilStateAsync("ended", "EXITED");
        await minosd.UntilStateAsync("fatal", "FATAL");
        await minosd.UntilStateAsync("automatic", "RUNNING");
        string log = (await minosd.InfoAsync("automatic"))["stdout_logfile"].AsString();

        await minosd.ReplaceAsync();

        Assert.Equal("STOPPED", (await minosd.InfoAsync("stopped"))["statename"].AsString());
        Assert.Equal("EXITED", (await minosd.InfoAsync("ended"))["statename"].AsString());
        Assert.Equal(3, (await minosd.InfoAsync("ended"))["exitstatus"].AsInteger());
        Assert.Equal("FATAL", (await minosd.InfoAsync("fatal"))["statename"].AsString());
        Assert.Equal(log, (await minosd.InfoAsync("automatic"))["stdout_logfile"].AsString());
        _ = await minosd.CallAsync("sendProcessStdin", "automatic", "after\n");
        await Commands.UntilAsync(() => File.ReadAllText(log) == "before\nafter\n", "the log goes on");
    }

    [Fact]
    public async Task What_ended_meanwhile_has_an_unknown_status_and_is_restarted_as_unexpected()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:again]
            command=/bin/sleep 1000
            startsecs=0
            [program:once]
            command=/bin/sleep 1000
            startsecs=0
            autorestart=false
            """);
        await minosd.UntilStateAsync("again", "RUNNING");
        await minosd.UntilStateAsync("once", "RUNNING");
        int again = await minosd.PidOfAsync("again");
        int once = await minosd.PidOfAsync("once");
        await minosd.KillAsync();
        Commands.Signal(again, "KILL");
        Commands.Signal(once, "KILL");
        await Commands.UntilAsync(() => !File.Exists($"/proc/{again}/stat") && !File.Exists($"/proc/{once}/stat"), "both are gone");
        minosd.Start();
        await minosd.UntilUpAsync();

        await minosd.UntilStateAsync("again", "RUNNING");
        Assert.NotEqual(again, await minosd.PidOfAsync("again"));
        await minosd.UntilStateAsync("once", "EXITED");
        Assert.Equal(-1, (await minosd.InfoAsync("once"))["exitstatus"].AsInteger());
        Assert.Contains("exited: again (exit status unknown; not expected)", minosd.MainLog, StringComparison.Ordinal);
        Assert.Contains("exited: once (exit status unknown; not expected)", minosd.MainLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_that_ends_it_later_is_known()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\nautorestart=false\n");
        await minosd.UntilStateAsync("p", "RUNNING");
        await minosd.ReplaceAsync();
        Commands.Signal(await minosd.PidOfAsync("p"), "SEGV");
        await minosd.UntilStateAsync("p", "EXITED");
        Assert.Contains("exited: p (terminated by SIGSEGV", minosd.MainLog, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_was_answered_before_the_kill_is_known_after_it()
    {
        string strace = Requires.Program("strace");
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\nautorestart=true\n");

        // Every write of the journal takes 40 ms, as on a busy disk.
        minosd.Start(strace, "-D", "-f", "-qq", "-o", "/dev/null", "-P", minosd["main.journal"], "-e", "trace=pwrite64", "-e", "inject=pwrite64:delay_enter=40000");
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
        _ = await minosd.CallAsync("stopProcess", "p");
        await minosd.ReplaceAsync();
        Assert.Equal("STOPPED", (await minosd.InfoAsync("p"))["statename"].AsString());
    }

    /// <summary>A start is noted twice: before the program is executed with the numbers of its pipes, and after it with its pid.</summary>
    [SkippableTheory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_start_that_a_kill_has_cut_short_is_found_or_made_once(int killingWrite, bool isFound)
    {
        string strace = Requires.Program("strace");
        await using var minosd = new Minosd("""
            [program:p]
            command=/bin/sh -c "echo $$ >>pids; exec sleep 1000"
            directory=%(here)s
            startsecs=0
            """);
        minosd.Start(
            strace, "-D", "-f", "-qq", "-o", "/dev/null", "-P", minosd["main.journal"], "-e", "trace=pwrite64", "-e", $"inject=pwrite64:signal=KILL:when={killingWrite}");
        await Commands.UntilAsync(() => !Commands.IsAlive(minosd.StartedPid), "the daemon has been killed");
        minosd.Start();
        await minosd.UntilUpAsync();

        await minosd.UntilStateAsync("p", "RUNNING");
        int pid = await minosd.PidOfAsync("p");
        await Commands.UntilExecutedAsync(pid, "cmdline", static c => c == "sleep\01000\0");
        Assert.Equal($"{pid}\n", await File.ReadAllTextAsync(minosd["pids"]));
        Assert.Equal(isFound, (await minosd.InfoAsync("p"))["description"].AsString().EndsWith("[resumed]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_was_being_stopped_is_stopped()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/bash -c "trap 'echo term' TERM; : >ready; while :; do read -t 0.05 x; [ -e go ] && exit 0; done"
            directory=%(here)s
            startsecs=0
            stopwaitsecs=600
            """);
        await Commands.UntilAsync(() => File.Exists(minosd["ready"]), "the program ignores TERM");

        // On a busy machine the program may be ready before the daemon knows that it was executed: a stop is noted only then.
        await minosd.UntilStateAsync("p", "RUNNING");
        _ = await minosd.CallAsync("stopProcess", "p", false);
        await minosd.UntilStateAsync("p", "STOPPING");
        await minosd.ReplaceAsync();
        Assert.Equal("STOPPING", (await minosd.InfoAsync("p"))["statename"].AsString());
        await File.WriteAllTextAsync(minosd["go"], "");
        await minosd.UntilStateAsync("p", "STOPPED");
    }

    [Fact]
    public async Task A_changed_configuration_ends_what_is_gone_and_keeps_the_rest()
    {
        const string Tail = "startsecs=0\nprocess_name=%(program_name)s_%(process_num)d\n";
        const string Gone = "[program:gone]\ncommand=/bin/sleep 1000\nstartsecs=0\n";
        await using Minosd minosd = await Minosd.StartAsync($"{Gone}[program:many]\ncommand=/bin/sleep 1000\nnumprocs=3\n{Tail}");
        foreach (string name in (string[])["gone", "many:many_0", "many:many_1", "many:many_2"])
        {
            await minosd.UntilStateAsync(name, "RUNNING");
        }

        int gone = await minosd.PidOfAsync("gone");
        int first = await minosd.PidOfAsync("many:many_0");
        int third = await minosd.PidOfAsync("many:many_2");
        await minosd.KillAsync();
        minosd.Configure($"[program:many]\ncommand=/bin/sleep 2000\nnumprocs=2\n{Tail}");
        minosd.Start();
        await minosd.UntilUpAsync();

        Assert.Equal(first, await minosd.PidOfAsync("many:many_0"));
        await Commands.UntilAsync(() => !Commands.IsAlive(gone) && !Commands.IsAlive(third), "what is gone from the file ends");
        await minosd.UntilLoggedAsync("'many_0' (pid " + first.ToString(CultureInfo.InvariantCulture) + ") runs with an earlier command: '/bin/sleep 1000'");
        _ = await minosd.CallAsync("stopProcess", "many:many_0");
        _ = await minosd.CallAsync("startProcess", "many:many_0");
        await Commands.UntilExecutedAsync(await minosd.PidOfAsync("many:many_0"), "cmdline", static c => c == "/bin/sleep\02000\0");
    }

    [Fact]
    public async Task An_ordinary_end_leaves_no_journal()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n");
        await minosd.UntilStateAsync("p", "RUNNING");
        Assert.True(File.Exists(minosd["main.journal"]));
        minosd.Signal("TERM");
        Assert.Equal(0, await minosd.EndAsync());
        Assert.False(File.Exists(minosd["main.journal"]));
    }

    [Fact]
    public async Task With_the_forks_file_an_ordinary_end_leaves_programs_to_the_next_daemon()
    {
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n", "subprocpidfile=%(here)s/children");
        minosd.Start();
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
        Assert.False((await minosd.InfoAsync("p"))["resumed"].AsBoolean());
        int pid = await minosd.PidOfAsync("p");
        await Commands.UntilAsync(() => File.ReadAllText(minosd["children"]).StartsWith($"p {pid} ", StringComparison.Ordinal), "it is listed");
        minosd.Signal("TERM");
        Assert.Equal(0, await minosd.EndAsync());
        Assert.True(Commands.IsAlive(pid));
        Assert.Contains("exiting without killing managed sub-processes", minosd.MainLog, StringComparison.Ordinal);

        minosd.Start();
        await minosd.UntilUpAsync();
        Assert.Equal(pid, await minosd.PidOfAsync("p"));
        Assert.True((await minosd.InfoAsync("p"))["resumed"].AsBoolean());
        _ = await minosd.CallAsync("stopProcess", "p");
        await Commands.UntilAsync(() => File.ReadAllText(minosd["children"]).Length == 0, "it is listed no more");
    }

    /// <summary>The whole log, the rotated files first.</summary>
    private static string Log(Minosd minosd, string name) => string.Concat(
        Directory.GetFiles(minosd.Root, name + ".*").Where(path => path != minosd[name])
            .OrderByDescending(path => int.Parse(Path.GetExtension(path)[1..], CultureInfo.InvariantCulture))
            .Append(minosd[name])
            .Select(File.ReadAllText));
}
