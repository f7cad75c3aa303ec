using System.Globalization;
using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>A daemon in the background that is killed.</summary>
public class RespawnTests
{
    private const string Program = "[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n";

    [Fact]
    public async Task It_is_started_again_and_ends_for_good_when_told_to()
    {
        await using var minosd = new Minosd(Program);
        Assert.Equal(0, (await minosd.RunInBackgroundAsync()).Status);
        await minosd.UntilStateAsync("p", "RUNNING");
        int child = await minosd.PidOfAsync("p");
        for (int time = 0; time < 2; time++)
        {
            await minosd.KillAndAwaitNextAsync();
            Assert.Equal(child, await minosd.PidOfAsync("p"));
        }

        int last = minosd.Pid;
        int watcher = WatcherOf(last);
        minosd.Signal("TERM");
        await Commands.UntilAsync(() => !Commands.IsAlive(last) && !Commands.IsAlive(watcher) && !Commands.IsAlive(child), "all end");
        Assert.False(File.Exists(minosd["main.pid"]));
    }

    [Fact]
    public async Task What_a_program_writes_last_while_no_daemon_is_there_is_logged()
    {
        // 60,000 bytes on stdout and 5 on stderr, then its end: less than a pipe holds, so that it waits for nobody.
        await using var minosd = new Minosd("""
            [program:last]
            command=/bin/bash -c "echo first; echo up >&2; : >ready; until [ -e go ]; do read -t 0.01; done; printf '%%059999d\n' 7; echo last >&2; exit 3"
            directory=%(here)s
            startsecs=0
            autorestart=false
            stdout_logfile=%(here)s/out.log
            stderr_logfile=%(here)s/err.log
            """);
        Assert.Equal(0, (await minosd.RunInBackgroundAsync()).Status);
        await Commands.UntilAsync(() => File.Exists(minosd["ready"]), "it runs");
        await Commands.UntilAsync(() => File.ReadAllText(minosd["err.log"]) == "up\n", "its output is logged");
        int daemon = minosd.Pid;
        int program = await minosd.PidOfAsync("last");
        int watcher = WatcherOf(daemon);
        Commands.Signal(watcher, "STOP");
        try
        {
            await minosd.KillAsync();
            await File.WriteAllTextAsync(minosd["go"], "");
            await Commands.UntilAsync(() => !Commands.IsAlive(program), "it has written and ended");
        }
        finally
        {
            Commands.Signal(watcher, "CONT");
        }

        await minosd.UntilNextAsync(daemon);
        await minosd.UntilStateAsync("last", "EXITED");
        Assert.Equal($"first\n{new string('0', 59998)}7\n", await File.ReadAllTextAsync(minosd["out.log"]));
        Assert.Equal("up\nlast\n", await File.ReadAllTextAsync(minosd["err.log"]));
    }

    [Fact]
    public async Task The_watcher_keeps_nothing_of_what_has_ended()
    {
        await using var minosd = new Minosd(Program + """
            [program:short]
            command=/bin/sh -c "echo x"
            startsecs=0
            autostart=false
            autorestart=false
            """);
        Assert.Equal(0, (await minosd.RunInBackgroundAsync()).Status);
        await minosd.UntilStateAsync("p", "RUNNING");
        int watcher = WatcherOf(minosd.Pid);
        Assert.Equal(2, PipesOf(watcher));
        for (int time = 0; time < 10; time++)
        {
            _ = await minosd.CallAsync("startProcess", "short");
            await minosd.UntilStateAsync("short", "EXITED");
        }

        await Commands.UntilAsync(() => PipesOf(watcher) == 2, "only the pipes of what runs are kept");
        await minosd.KillAndAwaitNextAsync();
        _ = await minosd.CallAsync("stopProcess", "p");
        await Commands.UntilAsync(() => PipesOf(watcher) == 0, "none is kept");
    }

    [Fact]
    public async Task After_an_upgrade_the_upgraded_program_is_the_one_that_is_started_again()
    {
        string copy = $"{Minosd.Binary}-{Guid.NewGuid():N}";
        File.Copy(Minosd.Binary, copy);
        try
        {
            await using var minosd = new Minosd(Program);
            Assert.Equal(0, (await minosd.RunInBackgroundAsync()).Status);
            await minosd.UntilStateAsync("p", "RUNNING");
            int pid = await minosd.PidOfAsync("p");
            Finished finished = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade", copy);
            Assert.StartsWith("upgraded: ", finished.Output, StringComparison.Ordinal);
            await minosd.KillAndAwaitNextAsync();
            Assert.Equal(copy, new FileInfo($"/proc/{minosd.Pid}/exe").LinkTarget);
            Assert.Equal(pid, await minosd.PidOfAsync("p"));

            // What has been removed since gives way to the first one.
            File.Delete(copy);
            await minosd.KillAndAwaitNextAsync();
            Assert.Equal(Minosd.Binary, new FileInfo($"/proc/{minosd.Pid}/exe").LinkTarget);
            Assert.Equal(pid, await minosd.PidOfAsync("p"));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [Fact]
    public async Task Where_another_has_been_started_meanwhile_the_watcher_ends()
    {
        await using var minosd = new Minosd(Program);
        Assert.Equal(0, (await minosd.RunInBackgroundAsync()).Status);
        await minosd.UntilStateAsync("p", "RUNNING");
        int watcher = WatcherOf(minosd.Pid);
        Commands.Signal(watcher, "STOP");
        try
        {
            await minosd.KillAsync();
            minosd.Start();
            await minosd.UntilUpAsync();
        }
        finally
        {
            Commands.Signal(watcher, "CONT");
        }

        await Commands.UntilAsync(() => !Commands.IsAlive(watcher), "it has ended");
        Assert.Equal(minosd.ProcessId, minosd.Pid);
        await minosd.UntilStateAsync("p", "RUNNING");
    }

    [SkippableFact]
    public async Task A_lock_that_a_program_has_which_was_just_being_started_is_waited_for()
    {
        // As after a kill between fork and exec: the pid file names nobody, and a child of who held it has its lock for a moment.
        string python = Requires.Program("python3");
        await using var minosd = new Minosd(Program);
        await File.WriteAllTextAsync(minosd["main.pid"], "4194305\n");
        await File.WriteAllTextAsync(minosd["hold"], """
            import fcntl, struct, sys, time
            file = open(sys.argv[1], "r+")
            fcntl.fcntl(file, 37, struct.pack("hhqqi4x", 1, 0, 0, 0, 0)) # F_OFD_SETLK, F_WRLCK
            print("held", flush=True)
            time.sleep(0.5)
            """);
        using System.Diagnostics.Process child = Commands.Start(python, minosd["hold"], minosd["main.pid"]);
        Assert.Equal("held", await child.StandardOutput.ReadLineAsync());
        minosd.Start();
        await minosd.UntilUpAsync();
        Assert.Equal(minosd.ProcessId, minosd.Pid);
    }

    [Fact]
    public async Task Told_not_to_it_is_not()
    {
        await using var minosd = new Minosd(Program);
        Finished finished = await Commands.RunAsync(Minosd.Binary, "--no-respawn", "-c", minosd.ConfigurationFile);
        Assert.Equal((0, ""), (finished.Status, finished.Error));
        int parent = int.Parse((await File.ReadAllTextAsync($"/proc/{minosd.Pid}/stat")).Split(' ')[3]);
        Assert.DoesNotContain("--respawn", await File.ReadAllTextAsync($"/proc/{parent}/cmdline"), StringComparison.Ordinal);
        int pid = minosd.Pid;
        minosd.Signal("TERM");
        await Commands.UntilAsync(() => !Commands.IsAlive(pid), "it ends");
    }

    private static int WatcherOf(int daemon) => int.Parse(File.ReadAllText($"/proc/{daemon}/stat").Split(' ')[3], CultureInfo.InvariantCulture);

    /// <summary>How many pipes a watcher holds for its daemon. Those are read ends that do not wait (O_NONBLOCK); its runtime's own do.</summary>
    private static int PipesOf(int watcher) => Directory.GetFileSystemEntries($"/proc/{watcher}/fd")
        .Count(path => new FileInfo(path).LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == true && FlagsOf(watcher, Path.GetFileName(path)) == "02004000");

    private static string FlagsOf(int pid, string descriptor) =>
        File.ReadLines($"/proc/{pid}/fdinfo/{descriptor}").First(static l => l.StartsWith("flags:", StringComparison.Ordinal))[6..].Trim();
}
