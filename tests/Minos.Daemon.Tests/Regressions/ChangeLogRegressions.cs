using Minos.Daemon.Tests.EndToEnd;
using Minos.Daemon.Tests.Faults;
using Minos.Tests;

namespace Minos.Daemon.Tests.Regressions;

/// <summary>Mistakes that Supervisor's CHANGES.rst tells of without a number of a report; named after the version that mended them.</summary>
public class ChangeLogRegressions
{
    [Fact]
    public async Task Changes_3_1_0_rotation_goes_on_after_somebody_has_removed_the_log()
    {
        await using Minosd minosd = await Minosd.StartAsync("""
            [program:p]
            command=/bin/bash -c "for ((i=0;;i++)); do echo line $i; read -t 0.001; done"
            startsecs=0
            stdout_logfile=%(here)s/p.log
            stdout_logfile_maxbytes=200
            stdout_logfile_backups=2
            """);
        for (int i = 0; i < 5; i++)
        {
            await Commands.UntilAsync(() => File.Exists(minosd["p.log"]) && File.Exists(minosd["p.log.1"]) && File.Exists(minosd["p.log.2"]), "it has rotated");
            foreach (string file in (string[])["p.log", "p.log.1", "p.log.2"])
            {
                File.Delete(minosd[file]);
            }
        }

        await Commands.UntilAsync(() => File.Exists(minosd["p.log.2"]), "it rotates again");
        await minosd.UntilStateAsync("p", "RUNNING");
        Assert.True((await minosd.CallAsync("stopProcess", "p")).AsBoolean());
    }

    [SkippableFact]
    public async Task Changes_3_2_0_and_3_3_1_and_3_4_0_a_clock_that_is_set_back_neither_ends_it_nor_delays_an_answer()
    {
        await using var minosd = new Minosd("""
            [program:ends]
            command=/bin/cat
            startsecs=0
            autorestart=false
            [program:starts]
            command=/bin/sleep 1000
            startsecs=1
            autostart=false
            """);
        FakeClock clock = await FakeClock.BuildAsync(minosd.Root);
        minosd.Start(clock.Command);
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("ends", "RUNNING");
        int pid = await minosd.PidOfAsync("ends");
        clock.Set(-86400);

        // 3.2.0: it ended with an exception when a process ended whose start was in the future.
        Commands.Signal(pid, "KILL");
        await minosd.UntilStateAsync("ends", "EXITED");
        // 3.3.1, 3.4.0: an answer that had to wait came after a day.
        Assert.True((await minosd.CallAsync("startProcess", "starts").WaitAsync(Commands.Deadline)).AsBoolean());
        Assert.Equal("RUNNING", (await minosd.InfoAsync("starts"))["statename"].AsString());
        Assert.Equal(0, (await minosd.ControlAsync("restart", "starts")).Status);
    }

    [SkippableFact]
    public async Task Changes_3_3_2_after_the_web_page_has_been_used_it_is_at_rest()
    {
        string curl = Requires.Program("curl");
        await using Minosd minosd = await Minosd.StartAsync("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n" + DaemonUsage.Clock);
        await minosd.UntilStateAsync("p", "RUNNING");
        foreach (string path in (string[])["", "index.html?action=refresh", "tail.html?processname=p", "process.html?processname=p", "ok.html", "stylesheets/supervisor.css"])
        {
            Finished finished = await Commands.RunAsync(curl, "-s", "-S", "-f", "-o", "/dev/null", "--unix-socket", minosd["s.sock"], $"http://localhost/{path}");
            Assert.Equal((0, ""), (finished.Status, finished.Error));
        }

        Assert.InRange(await DaemonUsage.MeasureAsync(minosd), TimeSpan.Zero, DaemonUsage.Idle);
    }

    [SkippableFact]
    public async Task Changes_3_3_4_without_the_right_to_become_the_user_it_does_not_start()
    {
        string setpriv = Requires.Program("setpriv");
        // Root, but without what setuid(2) asks for.
        string[] limits = ["--bounding-set=-setuid", "--inh-caps=-setuid"];
        Requires.That((await Commands.RunAsync(setpriv, [.. limits, "true"])).Status == 0, "taking a capability away needs root");
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\n", "user=nobody");
        Finished finished = await Commands.RunAsync(setpriv, [.. limits, Minosd.Binary, "-n", "-c", minosd.ConfigurationFile]);

        Assert.Equal(2, finished.Status);
        Assert.Contains("nobody", finished.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(minosd["main.pid"]));
    }
}
