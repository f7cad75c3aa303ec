namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>Signals to the daemon (Supervisor's manual, "Signals").</summary>
public class SignalTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    public async Task Those_that_end_it_stop_everything_and_leave_nothing(string signal)
    {
        await using Minosd minosd = await Minosd.StartAsync(Program("p"));
        await minosd.UntilStateAsync("p", "RUNNING");
        int child = await minosd.PidOfAsync("p");
        minosd.Signal(signal);

        Assert.Equal(0, await minosd.EndAsync());
        Assert.False(Commands.IsAlive(child));
        Assert.False(File.Exists(minosd["main.pid"]));
        Assert.False(File.Exists(minosd["s.sock"]));
        Assert.Contains($"WARN received SIG{signal} indicating exit request", minosd.MainLog, StringComparison.Ordinal);
        Assert.Contains("waiting for p to die", minosd.MainLog, StringComparison.Ordinal);
        Assert.Contains("stopped: p (terminated by SIGTERM)", minosd.MainLog, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("QUIT")]
    public async Task Those_that_the_parent_ignored_end_it_too(string signal)
    {
        await using var minosd = new Minosd(Program("p"));
        minosd.Start("env", "--ignore-signal=INT,QUIT"); // As a shell without job control starts a command with &.
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
        minosd.Signal(signal);

        Assert.Equal(0, await minosd.EndAsync());
        Assert.False(File.Exists(minosd["main.pid"]));
        Assert.Contains($"WARN received SIG{signal} indicating exit request", minosd.MainLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HUP_starts_everything_again_with_the_files_as_they_are_now()
    {
        await using Minosd minosd = await Minosd.StartAsync(Program("p"));
        await minosd.UntilStateAsync("p", "RUNNING");
        int daemon = minosd.Pid;
        int before = await minosd.PidOfAsync("p");
        minosd.Configure(Program("q"));
        minosd.Signal("HUP");
        await Commands.UntilAsync(() => !Commands.IsAlive(before), "the old process ends");
        await minosd.UntilUpAsync();

        await minosd.UntilStateAsync("q", "RUNNING");
        Assert.Equal(daemon, minosd.Pid);
        Assert.Contains("received SIGHUP indicating restart request", minosd.MainLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HUP_with_a_broken_file_keeps_everything_running()
    {
        await using Minosd minosd = await Minosd.StartAsync(Program("p"));
        await minosd.UntilStateAsync("p", "RUNNING");
        int before = await minosd.PidOfAsync("p");
        minosd.Configure(Program("p") + "startsecs=soon\n");
        minosd.Signal("HUP");
        await minosd.UntilLoggedAsync("startsecs=soon");

        Assert.Contains("ignored SIGHUP", minosd.MainLog, StringComparison.Ordinal);
        Assert.Equal(before, await minosd.PidOfAsync("p"));
        minosd.Configure(Program("p"));
        minosd.Signal("HUP");
        await Commands.UntilAsync(() => !Commands.IsAlive(before), "a file that has been mended is used");
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("p", "RUNNING");
    }

    [Fact]
    public async Task Many_HUPs_in_a_row_do_not_end_it_and_TERM_after_them_does()
    {
        await using Minosd minosd = await Minosd.StartAsync();
        for (int i = 0; i < 30; i++)
        {
            Commands.Signal(minosd.Pid, "HUP");
        }

        await minosd.UntilUpAsync();
        Commands.Signal(minosd.Pid, "HUP");
        Commands.Signal(minosd.Pid, "TERM");

        Assert.Equal(0, await minosd.EndAsync());
        Assert.False(File.Exists(minosd["main.pid"]));
    }

    [Fact]
    public async Task Changes_3_3_5_HUP_does_not_undo_a_shutdown()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:slow]
            command=/bin/sh -c "trap 'while [ ! -e go ]; do sleep 0.02; done; exit 0' TERM; echo ready; while :; do sleep 0.02; done"
            directory=%(here)s
            startsecs=0
            stdout_logfile=%(here)s/slow.log
            """);
        await Commands.UntilAsync(() => File.Exists(minosd["slow.log"]) && File.ReadAllText(minosd["slow.log"]) == "ready\n", "the trap is set");
        minosd.Signal("TERM");
        await minosd.UntilLoggedAsync("waiting for slow to die");
        minosd.Signal("HUP");
        await minosd.UntilLoggedAsync("ignored SIGHUP indicating restart request (shutdown in progress)");
        await File.WriteAllTextAsync(minosd["go"], "");

        Assert.Equal(0, await minosd.EndAsync());
    }

    [Fact]
    public async Task USR2_opens_every_log_again_under_its_name()
    {
        await using Minosd minosd = await Minosd.StartAsync("[program:cat]\ncommand=/bin/cat\nstartsecs=0\nstdout_logfile=%(here)s/cat.log\n");
        await minosd.UntilStateAsync("cat", "RUNNING");
        await WriteAsync("before\n", "cat.log");
        File.Move(minosd["cat.log"], minosd["cat.old"]);
        File.Move(minosd["main.log"], minosd["main.old"]);
        minosd.Signal("USR2");
        await Commands.UntilAsync(() => File.Exists(minosd["cat.log"]) && File.Exists(minosd["main.log"]), "the logs are opened again");
        await WriteAsync("after\n", "cat.log");

        Assert.Equal("before\n", await File.ReadAllTextAsync(minosd["cat.old"]));
        // Whether a line is the old file's last or the new one's first: the daemon also notices by itself, from time to time, that its log has been moved.
        await Commands.UntilAsync(
            () => (File.ReadAllText(minosd["main.old"]) + File.ReadAllText(minosd["main.log"])) is var log
                && log.Contains("received SIGUSR2 indicating log reopen request", StringComparison.Ordinal)
                && log.Contains("supervisord logreopen", StringComparison.Ordinal),
            "both lines are logged");

        async Task WriteAsync(string text, string file)
        {
            await minosd.CallAsync("sendProcessStdin", "cat", text);
            await Commands.UntilAsync(() => File.ReadAllText(minosd[file]) == text, $"'{text}' is logged");
        }
    }

    private static string Program(string name) => $"[program:{name}]\ncommand=/bin/sleep 1000\nstartsecs=0\n";
}
