using System.Net;
using System.Net.Sockets;
using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>A daemon that cannot start says why in one line, and nothing has been started or truncated.</summary>
public class BadStartTests
{
    private const string Touch = """
        [program:touch]
        command=/bin/sh -c "touch started"
        directory=%(here)s
        startsecs=0
        """;

    [Theory]
    [InlineData("startsecs=soon", "[program:touch] startsecs=soon: ")]
    [InlineData("autorestart=maybe", "[program:touch] autorestart=maybe: ")]
    [InlineData("stopsignal=NOPE", "[program:touch] stopsignal=NOPE: ")]
    [InlineData("stdout_logfile_maxbytes=1XB", "[program:touch] stdout_logfile_maxbytes=1XB: ")]
    [InlineData("exitcodes=0,x", "[program:touch] exitcodes=0,x: ")]
    [InlineData("environment=A", "[program:touch] environment=A: ")]
    public async Task An_error_in_the_file_is_one_line_with_its_place_value_and_remedy(string key, string text)
    {
        await using var minosd = new Minosd(Touch + "\n" + key + "\n");
        await File.WriteAllTextAsync(minosd["main.log"], "kept\n");
        int number = Array.FindIndex(await File.ReadAllLinesAsync(minosd.ConfigurationFile), l => l == key) + 1;
        foreach (string[] arguments in new string[][] { ["-n"], [] })
        {
            Finished finished = await minosd.RunAsync(arguments);

            Assert.Equal((2, ""), (finished.Status, finished.Output));
            string line = Assert.Single(finished.ErrorLines);
            Assert.StartsWith($"Error: {minosd.ConfigurationFile}:{number}: {text}", line, StringComparison.Ordinal);
            Assert.EndsWith(")", line, StringComparison.Ordinal);
        }

        Assert.Equal(["main.log", "minosd.conf"], Directory.GetFiles(minosd.Root).Select(Path.GetFileName).Order());
        Assert.Equal("kept\n", minosd.MainLog);
    }

    [SkippableFact]
    public async Task On_a_full_disk_it_starts_without_a_pid_file_and_says_so()
    {
        await using var minosd = new Minosd("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\nstdout_logfile=NONE\nstderr_logfile=NONE\n");
        string disk = Directory.CreateDirectory(minosd["disk"]).FullName;
        string text = await File.ReadAllTextAsync(minosd.ConfigurationFile);
        await File.WriteAllTextAsync(minosd.ConfigurationFile, text.Replace("%(here)s/main.pid", "%(here)s/disk/main.pid", StringComparison.Ordinal));
        Finished mounted = await Commands.RunAsync(Requires.Program("mount"), "-t", "tmpfs", "-o", "size=64k", "none", disk);
        Requires.That(mounted.Status == 0, "mounting a small tmpfs needs root");
        try
        {
            Assert.Throws<IOException>(() => File.WriteAllBytes(Path.Combine(disk, "fill"), new byte[128 * 1024]));
            minosd.Start();
            await minosd.UntilUpAsync();
            await minosd.UntilStateAsync("p", "RUNNING");
            await minosd.UntilLoggedAsync($"CRIT could not write pidfile {disk}/main.pid: No space left on device");
            _ = await minosd.CallAsync("shutdown");
            Assert.Equal(0, await minosd.EndAsync());
        }
        finally
        {
            await Commands.RunAsync("umount", "-l", disk);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        await AssertRefusedAsync(new Minosd(Touch + $"\n[inet_http_server]\nport=127.0.0.1:{port}\n"), port.ToString());
    }

    [Fact]
    public async Task A_main_log_that_cannot_be_written_is_named()
    {
        var minosd = new Minosd(Touch);
        string text = await File.ReadAllTextAsync(minosd.ConfigurationFile);
        await File.WriteAllTextAsync(
            minosd.ConfigurationFile, text.Replace("logfile=%(here)s/main.log", "logfile=/proc/minos.log", StringComparison.Ordinal));
        await AssertRefusedAsync(minosd, "/proc/minos.log");
    }

    [Fact]
    public async Task A_pidfile_that_cannot_be_written_is_named()
    {
        var minosd = new Minosd(Touch);
        string text = await File.ReadAllTextAsync(minosd.ConfigurationFile);
        await File.WriteAllTextAsync(
            minosd.ConfigurationFile, text.Replace("pidfile=%(here)s/main.pid", "pidfile=/proc/minos.pid", StringComparison.Ordinal));
        await AssertRefusedAsync(minosd, "/proc/minos.pid");
    }

    [Fact]
    public async Task The_socket_of_a_living_daemon_is_left_to_it()
    {
        await using Minosd first = await Minosd.StartAsync();
        var second = new Minosd(Touch);
        string text = await File.ReadAllTextAsync(second.ConfigurationFile);
        await File.WriteAllTextAsync(
            second.ConfigurationFile, text.Replace("file=%(here)s/s.sock", $"file={first["s.sock"]}", StringComparison.Ordinal));
        await AssertRefusedAsync(second, first["s.sock"]);

        await first.CallAsync("getState");
    }

    [Fact]
    public async Task A_stale_pidfile_and_socket_are_taken_over()
    {
        await using var minosd = new Minosd(Touch);
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(minosd.Socket);
        }

        // The test's own process id lives, but is no daemon's.
        await File.WriteAllTextAsync(minosd["main.pid"], $"{Environment.ProcessId}\n");
        minosd.Start();
        await minosd.UntilUpAsync();

        Assert.NotEqual(Environment.ProcessId, minosd.Pid);
    }

    [Fact]
    public async Task A_stale_pidfile_that_names_another_daemon_is_taken_over()
    {
        // As after a power cut or the restart of a container, where numbers come again.
        await using Minosd other = await Minosd.StartAsync();
        await using var minosd = new Minosd(Touch);
        await File.WriteAllTextAsync(minosd["main.pid"], $"{other.Pid}\n");
        minosd.Start();
        await minosd.UntilUpAsync();

        Assert.NotEqual(other.Pid, minosd.Pid);
    }

    [Fact]
    public async Task An_unknown_key_is_a_warning_with_the_nearest_one_and_the_daemon_starts()
    {
        await using Minosd minosd = await Minosd.StartAsync(Touch + "\nautostrat=true\n");

        Assert.Contains("autostrat", minosd.MainLog, StringComparison.Ordinal);
        Assert.Contains("autostart", minosd.MainLog, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(Minosd minosd, string named)
    {
        await using (minosd)
        {
            Finished finished = await minosd.RunAsync("-n");

            Assert.Equal(2, finished.Status);
            string line = Assert.Single(finished.ErrorLines, l => !l.Contains(" CRIT ", StringComparison.Ordinal));
            Assert.StartsWith("Error: ", line, StringComparison.Ordinal);
            Assert.Contains(named, line, StringComparison.Ordinal);
            Assert.False(File.Exists(minosd["started"]));
        }
    }
}
