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
            int daemon = minosd.Pid;
            await minosd.KillAsync();
            await Commands.UntilAsync(() => minosd.Pid != daemon, "another has come");
            await minosd.UntilUpAsync();
            Assert.Equal(child, await minosd.PidOfAsync("p"));
        }

        int last = minosd.Pid;
        int watcher = int.Parse((await File.ReadAllTextAsync($"/proc/{last}/stat")).Split(' ')[3]);
        minosd.Signal("TERM");
        await Commands.UntilAsync(() => !Commands.IsAlive(last) && !Commands.IsAlive(watcher) && !Commands.IsAlive(child), "all end");
        Assert.False(File.Exists(minosd["main.pid"]));
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
}
