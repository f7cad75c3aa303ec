using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Minos.Daemon.Hosting;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>Another program in the place of the daemon.</summary>
public class UpgradeTests
{
    private const string Programs = """
        [program:counter]
        command=/bin/bash -c "for ((i=0;;i++)); do echo line $i; if read -t 0.005 word; then exit 7; fi; done"
        startsecs=0
        autorestart=false
        stdout_logfile=%(here)s/counter.log
        stdout_logfile_maxbytes=0
        """;

    [Fact]
    public async Task The_daemon_keeps_its_pid_its_children_and_their_output()
    {
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        await minosd.UntilStateAsync("counter", "RUNNING");
        int daemon = minosd.Pid;
        int pid = await minosd.PidOfAsync("counter");
        for (int time = 1; time <= 3; time++)
        {
            Finished finished = await UpgradeAsync(minosd);
            Assert.Matches(@"^upgraded: \S+ \(", finished.Output);
            Assert.Equal((daemon, pid), (minosd.Pid, await minosd.PidOfAsync("counter")));
            Assert.Equal(daemon, (int)(await minosd.CallAsync("getPID")).AsInteger());
        }

        RpcStruct info = await minosd.InfoAsync("counter");
        Assert.Equal("RUNNING", info["statename"].AsString());
        Assert.DoesNotContain("resumed", info["description"].AsString(), StringComparison.Ordinal);
        Assert.Equal($"{daemon}", (await File.ReadAllTextAsync($"/proc/{pid}/stat")).Split(' ')[3]);
        _ = await minosd.CallAsync("sendProcessStdin", "counter", "end\n");
        await minosd.UntilStateAsync("counter", "EXITED");
        Assert.Equal(7, (await minosd.InfoAsync("counter"))["exitstatus"].AsInteger());
        string[] lines = File.ReadAllText(minosd["counter.log"]).TrimEnd('\n').Split('\n');
        Assert.Equal(Enumerable.Range(0, lines.Length).Select(static i => $"line {i}"), lines);
        await AssertCleanAsync(minosd);
    }

    [SkippableTheory]
    [InlineData("/bin/true", "does not work here")]
    [InlineData("/bin/false", "does not work here")]
    [InlineData("/no/such/file", "NOT_EXECUTABLE")]
    [InlineData("relative", "is no absolute path")]
    public async Task A_program_that_cannot_take_over_is_refused(string path, string reason)
    {
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        await minosd.UntilStateAsync("counter", "RUNNING");
        int pid = await minosd.PidOfAsync("counter");
        Finished finished = await UpgradeAsync(minosd, path);

        Assert.Equal(1, finished.Status);
        Assert.Contains(reason, finished.Output, StringComparison.Ordinal);
        Assert.Equal(pid, await minosd.PidOfAsync("counter"));
        Assert.Equal(0, (await minosd.Client.CallAsync("minos.getInfo")).AsStruct()["upgrades"].AsInteger());
    }

    [Fact]
    public async Task A_configuration_that_is_broken_now_keeps_the_daemon_as_it_is()
    {
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        await minosd.UntilStateAsync("counter", "RUNNING");
        minosd.Configure("[program:counter]\nstartsecs=soon\n");
        Finished finished = await UpgradeAsync(minosd);
        Assert.Equal(1, finished.Status);
        Assert.Contains("does not work here", finished.Output, StringComparison.Ordinal);
        await minosd.UntilStateAsync("counter", "RUNNING");
    }

    [Fact]
    public async Task An_address_that_the_configuration_has_no_more_is_closed_and_its_new_one_answers()
    {
        (int before, int after) = (LoopbackPort.Take(), LoopbackPort.Take());
        await using Minosd minosd = await Minosd.StartAsync($"{Programs}\n[inet_http_server]\nport=127.0.0.1:{before}\n");
        int daemon = minosd.Pid;
        minosd.Configure($"{Programs}\n[inet_http_server]\nport=127.0.0.1:{after}\n");
        Assert.StartsWith("upgraded: ", (await UpgradeAsync(minosd)).Output, StringComparison.Ordinal);

        using var there = new RpcClient($"http://127.0.0.1:{after}");
        Assert.Equal(daemon, (int)(await there.CallAsync("supervisor.getPID")).AsInteger());
        using var gone = new RpcClient($"http://127.0.0.1:{before}");
        RpcConnectionException refused = await Assert.ThrowsAsync<RpcConnectionException>(() => gone.CallAsync("supervisor.getPID"));
        Assert.Equal(RpcConnectionException.ConnectionRefused, refused.ErrorNumber);

        // Who asks where it was is told to ask elsewhere.
        minosd.Configure($"{Programs}\n[inet_http_server]\nport=127.0.0.1:{before}\n");
        Finished finished = await Commands.RunAsync(Minosd.Binary, "ctl", "-s", $"http://127.0.0.1:{after}", "upgrade");
        Assert.Equal((1, $"upgrade: ERROR (nobody answers at http://127.0.0.1:{after} any more: ask at the address that the configuration has now)\n"), (finished.Status, finished.Output));
        Assert.Equal(daemon, (int)(await gone.CallAsync("supervisor.getPID")).AsInteger());
    }

    [Theory]
    [InlineData("port=127.0.0.1:{0}", "Another program is already listening")]
    [InlineData("port=*:{1}", "does not work here")]
    [InlineData("port=127.0.0.1:{1}\ntls_certificate=%(here)s/none.pem\ntls_key=%(here)s/none.key", "does not work here")]
    public async Task A_configuration_with_which_it_would_not_start_is_refused(string server, string reason)
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        await minosd.UntilStateAsync("counter", "RUNNING");
        int pid = await minosd.PidOfAsync("counter");
        string lines = string.Format(CultureInfo.InvariantCulture, server, ((IPEndPoint)stranger.LocalEndpoint).Port, LoopbackPort.Take());
        minosd.Configure($"{Programs}\n[inet_http_server]\n{lines}\n");
        Finished finished = await UpgradeAsync(minosd);

        Assert.Equal(1, finished.Status);
        Assert.Contains(reason, finished.Output, StringComparison.Ordinal);
        Assert.Equal(pid, await minosd.PidOfAsync("counter"));
    }

    [Fact]
    public async Task A_program_that_fails_in_its_place_gives_the_process_back()
    {
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        await minosd.UntilStateAsync("counter", "RUNNING");
        int daemon = minosd.Pid;
        int pid = await minosd.PidOfAsync("counter");
        string script = minosd["liar"];
        await File.WriteAllTextAsync(script, $"#!/bin/sh\n[ \"$1\" = --upgrade-trial ] && {{ printf 1; exit 0; }}\nexec {Minosd.Binary} --no-such-option\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Finished finished = await UpgradeAsync(minosd, script);

        Assert.Equal(1, finished.Status);
        Assert.Contains("the daemon goes on as it was", finished.Output, StringComparison.Ordinal);
        Assert.Equal((daemon, pid), (minosd.Pid, await minosd.PidOfAsync("counter")));

        // The same words again are a failure of their own, which is told at once.
        Finished again = await UpgradeAsync(minosd, script);
        Assert.Equal((1, finished.Output), (again.Status, again.Output));
        Assert.StartsWith("upgraded: ", (await UpgradeAsync(minosd)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_reads_another_state_than_the_daemon_hands_on_says_no()
    {
        await using var minosd = new Minosd(Programs);
        Finished same = await Commands.RunAsync(Minosd.Binary, UpgradeTrial.Argument, UpgradeState.Formats, minosd.ConfigurationFile, "-n");
        Assert.Equal((0, "1"), (same.Status, same.Output));
        Finished other = await Commands.RunAsync(Minosd.Binary, UpgradeTrial.Argument, UpgradeState.Formats + "9", minosd.ConfigurationFile, "-n");
        Assert.Equal((3, ""), (other.Status, other.Output));
        Assert.Contains($"this program reads {UpgradeState.Formats}", other.Error, StringComparison.Ordinal);

        // Who asks for such an upgrade is told what to do instead.
        minosd.Start();
        await minosd.UntilUpAsync();
        await File.WriteAllTextAsync(minosd["older"], $"#!/bin/sh\nexec {Minosd.Binary} \"$1\" other \"$3\"\n");
        File.SetUnixFileMode(minosd["older"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Finished refused = await UpgradeAsync(minosd, minosd["older"]);
        Assert.Equal(1, refused.Status);
        Assert.Contains("does not read this daemon's state", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_connects_meanwhile_is_answered()
    {
        await using Minosd minosd = await Minosd.StartAsync(Programs);
        await minosd.UntilStateAsync("counter", "RUNNING");
        using var ending = new CancellationTokenSource();
        int answered = 0;
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                using var client = new RpcClient($"unix://{minosd["s.sock"]}");
                try
                {
                    await client.CallAsync("supervisor.getPID");
                    Interlocked.Increment(ref answered);
                }
                catch (RpcConnectionException exception)
                {
                    // Open when the program was replaced: ended without an answer, which is a clean retry. A refusal is none.
                    Assert.DoesNotContain("refused", exception.ToString(), StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("No such file", exception.ToString(), StringComparison.OrdinalIgnoreCase);
                }
            }
        })).ToArray();
        Assert.StartsWith("upgraded: ", (await UpgradeAsync(minosd)).Output, StringComparison.Ordinal);
        int before = answered;
        await Commands.UntilAsync(() => answered > before + 10, "they are answered again");
        await ending.CancelAsync();
        await Task.WhenAll(callers);
    }

    [SkippableFact]
    public async Task A_listener_gets_every_event_once_and_in_order()
    {
        string python = Requires.Program("python3");
        await using Minosd minosd = await Minosd.StartAsync($"""
            [eventlistener:probe]
            command={python} %(here)s/listener
            environment=PYTHONUTF8=1
            events=REMOTE_COMMUNICATION
            buffer_size=1000
            startsecs=0
            autostart=false
            stderr_logfile=%(here)s/events.log
            """);
        await File.WriteAllTextAsync(minosd["listener"], """
            import os, sys, time
            while True:
                sys.stdout.write("READY\n"); sys.stdout.flush()
                line = sys.stdin.readline()
                data = sys.stdin.read(int(line.split("len:")[1]))
                sys.stderr.write(data.split("\n")[1] + "\n"); sys.stderr.flush()
                while not os.path.exists(os.path.join(os.path.dirname(__file__), "go")): time.sleep(0.01)
                sys.stdout.write("RESULT 2\nOK"); sys.stdout.flush()
            """);
        _ = await minosd.CallAsync("startProcess", "probe");
        int pid = await minosd.PidOfAsync("probe");
        for (int i = 0; i < 20; i++)
        {
            _ = await minosd.CallAsync("sendRemoteCommEvent", "t", i.ToString(CultureInfo.InvariantCulture));
        }

        await Commands.UntilAsync(() => File.ReadAllText(minosd["events.log"]) == "0\n", "it works on the first");
        Assert.StartsWith("upgraded: ", (await UpgradeAsync(minosd)).Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(minosd["go"], "");
        string all = string.Concat(Enumerable.Range(0, 20).Select(static i => $"{i}\n"));
        await Commands.UntilAsync(() => File.ReadAllText(minosd["events.log"]).Length >= all.Length, "all have come");
        Assert.Equal(all, await File.ReadAllTextAsync(minosd["events.log"]));
        Assert.Equal(pid, await minosd.PidOfAsync("probe"));
    }

    private static Task<Finished> UpgradeAsync(Minosd minosd, params string[] path) =>
        Commands.RunAsync(Minosd.Binary, ["ctl", "-c", minosd.ConfigurationFile, "upgrade", .. path]);

    /// <summary>What a program that is started after an upgrade sees of it: nothing.</summary>
    /// <summary>What the daemon hands to its successor is nothing that a program gets.</summary>
    private static async Task AssertCleanAsync(Minosd minosd)
    {
        _ = await minosd.CallAsync("startProcess", "counter");
        int pid = await minosd.PidOfAsync("counter");
        await Commands.UntilExecutedAsync(pid, "environ", static e => e.Length > 0 && !e.Contains("MINOSD_UPGRADE", StringComparison.Ordinal));
        await Commands.UntilAsync(
            () => !Directory.GetFileSystemEntries($"/proc/{pid}/fd").Any(f => new FileInfo(f).LinkTarget?.Contains("socket", StringComparison.Ordinal) == true),
            "no socket is open in the program");
    }
}
