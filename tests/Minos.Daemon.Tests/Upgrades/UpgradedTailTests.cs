using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Upgrades;

/// <summary>Logs that are followed while the daemon's program is replaced.</summary>
public class UpgradedTailTests
{
    [SkippableFact]
    public async Task Followed_logs_go_on_without_a_line_lost_or_doubled()
    {
        string supervisorctl = Requires.Program("supervisorctl");
        int port = LoopbackPort.Take();
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:counter]
            command=/bin/bash -c "for ((i=0;;i++)); do echo line $i; read -t 0.005 word; done"
            startsecs=0
            stdout_logfile=%(here)s/counter.log
            stdout_logfile_maxbytes=50KB
            [inet_http_server]
            port=127.0.0.1:{port}
            username=u
            password=p
            """);
        await minosd.UntilStateAsync("counter", "RUNNING");
        string[] file = ["-c", minosd.ConfigurationFile, "tail", "-f", "counter"];
        string[] web = ["-s", $"http://127.0.0.1:{port}", "-u", "u", "-p", "p", "tail", "-f", "counter"];
        using var followers = new LogFollowers(
            Commands.Start(supervisorctl, file), Commands.Start(supervisorctl, web),
            Commands.Start(Minosd.Binary, ["ctl", .. file]), Commands.Start(Minosd.Binary, ["ctl", .. web]));
        await followers.UntilAllHaveMoreAsync();

        // One that takes over and cannot start: the program before it goes on with the same.
        string liar = minosd["liar"];
        await File.WriteAllTextAsync(liar, $"#!/bin/sh\n[ \"$1\" = --upgrade-trial ] && {{ printf 1; exit 0; }}\nexec {Minosd.Binary} --no-such-option\n");
        File.SetUnixFileMode(liar, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (string path in new[] { Minosd.Binary, Minosd.Binary, liar, Minosd.Binary, Minosd.Binary, Minosd.Binary })
        {
            Finished finished = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade", path);
            Assert.True(finished.Status == (path == liar ? 1 : 0), finished.Output);
            await followers.UntilAllHaveMoreAsync();
        }

        followers.AssertComplete("line ", 60);
    }
}
