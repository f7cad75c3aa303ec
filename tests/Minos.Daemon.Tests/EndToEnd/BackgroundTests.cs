using System.Globalization;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>The daemon without -n.</summary>
public class BackgroundTests
{
    [Fact]
    public async Task The_command_ends_when_the_daemon_is_up()
    {
        string folder = Directory.CreateTempSubdirectory("minosd-cwd-").FullName;
        try
        {
            await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n", $"directory={folder}\numask=027");
            Finished finished = await minosd.RunInBackgroundAsync();
            Assert.Equal((0, "", ""), (finished.Status, finished.Output, finished.Error));

            // Not a moment later: it is up.
            await minosd.CallAsync("getState");
            int pid = minosd.Pid;
            string[] stat = (await File.ReadAllTextAsync($"/proc/{pid}/stat")).Split(' ');
            Assert.Equal(pid.ToString(CultureInfo.InvariantCulture), stat[5]);
            Assert.Equal(folder, new FileInfo($"/proc/{pid}/cwd").LinkTarget);
            Assert.All(new[] { 0, 1, 2 }, n => Assert.Equal("/dev/null", new FileInfo($"/proc/{pid}/fd/{n}").LinkTarget));
            Assert.Contains("Umask:\t0027", await File.ReadAllTextAsync($"/proc/{pid}/status"), StringComparison.Ordinal);
            await minosd.UntilStateAsync("p", "RUNNING");
            int child = await minosd.PidOfAsync("p");
            await Commands.UntilExecutedAsync(child, "environ", static e => e.Length > 0 && !e.Contains("MINOSD_BACKGROUND", StringComparison.Ordinal));

            minosd.Signal("HUP");
            await Commands.UntilAsync(() => !Commands.IsAlive(child), "a restart finds its file from another directory");
            await minosd.UntilUpAsync();
            await minosd.UntilStateAsync("p", "RUNNING");
            minosd.Signal("TERM");
            await Commands.UntilAsync(() => !Commands.IsAlive(pid), "the daemon ends");
            Assert.False(File.Exists(minosd["main.pid"]));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public async Task What_fails_in_the_background_is_said_on_stderr_with_status_2()
    {
        await using Minosd first = await Minosd.StartAsync();
        await using var second = new Minosd("", $"pidfile={first["main.pid"]}");
        string configuration = await File.ReadAllTextAsync(second.ConfigurationFile);
        await File.WriteAllTextAsync(second.ConfigurationFile, configuration.Replace("pidfile=%(here)s/main.pid\n", "", StringComparison.Ordinal));
        Finished finished = await second.RunAsync();

        Assert.Equal(2, finished.Status);
        string line = Assert.Single(finished.ErrorLines);
        Assert.Contains($"another daemon is running with this pidfile: {first["main.pid"]} says pid {first.Pid}", line, StringComparison.Ordinal);
        await first.CallAsync("getState");
        Assert.True(File.Exists(first["main.pid"]));
    }
}
