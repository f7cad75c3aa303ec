using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary>httpok and memmon against the daemon, with programs that hang and grow.</summary>
public sealed class HealthCheckTests
{
    // Accepts connections and never answers.
    private const string HungServer = """
        import socket, sys
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("127.0.0.1", int(sys.argv[1])))
        s.listen(16)
        open(sys.argv[2], "a").write("start\n")
        held = []
        while True:
            held.append(s.accept())
        """;

    [SkippableFact]
    public async Task Httpok_restarts_a_hung_program_once_and_not_in_a_loop()
    {
        string python = Requires.Program("python3");
        int port = LoopbackPort.Take();
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [program:web]
            command={{python}} {dir}/hung.py {{port}} {dir}/starts
            startsecs=0
            """,
            ("hung.py", HungServer));
        await daemon.WaitForTextAsync("starts", "start");
        await using (DrivenMonitor monitor = Start(daemon, "httpok", "-p", "web", "-t", "0.5", "--grace=0", "--maxRestarts=1", "-m", "ops@test", "-n", "site", $"http://127.0.0.1:{port}/x"))
        {
            await monitor.TickAsync();
            await monitor.SaysAsync("web:web restarted");
            await daemon.WaitForTextAsync("starts", "start\nstart\n");
            await monitor.TickUntilAsync("web:web was restarted 1 times in the last hour, NOT restarting");
            Assert.Contains("no answer within 0.5 s", monitor.Error, StringComparison.Ordinal);
            await monitor.SaysAsync("Sent 'httpok [site]: ", times: 2);
            Assert.Equal(0, await monitor.EndAsync());
        }

        // By default it is its start that protects it.
        await using (DrivenMonitor monitor = Start(daemon, "httpok", "-p", "web:web", "-t", "0.5", "--grace=100000", $"http://127.0.0.1:{port}/"))
        {
            await monitor.TickAsync();
            await monitor.SaysAsync("s ago, NOT restarting within the first 100000 s");
            Assert.Equal(0, await monitor.EndAsync());
        }

        Assert.Equal("start\nstart\n", daemon.Text("starts"));
        Assert.Contains($"Subject: httpok [site]: http://127.0.0.1:{port}/x: bad status returned", daemon.Text("mails"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "all well", false, "-p", "web")]
    [InlineData(500, "", true, "-p", "web")]
    [InlineData(500, "", true, "--any")]
    [InlineData(201, "", false, "-p", "web", "-c", "200", "-c", "201")]
    [InlineData(200, "", true, "-p", "web", "-c", "201")]
    [InlineData(200, "all well", false, "-p", "web", "-b", "well")]
    [InlineData(200, "all well", true, "-p", "web", "-b", "ill")]
    public async Task Httpok_judges_the_status_and_the_body(int status, string body, bool isRestarted, params string[] options)
    {
        await using var server = new TestHttpServer(status, body);
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            """
            [program:web]
            command=/bin/sleep 1000
            startsecs=0
            [program:starting]
            command=/bin/sleep 1000
            startsecs=100000
            """);
        await daemon.WaitForStateAsync("web", "RUNNING");
        await daemon.WaitForStateAsync("starting", "STARTING");
        long pid = await PidAsync(daemon, "web");
        long starting = await PidAsync(daemon, "starting");
        await using DrivenMonitor monitor = Start(daemon, ["httpok", "--grace=0", "-p", "starting", "-p", "nope", .. options, server.Url + "a?b=c"]);
        await monitor.TickAsync();
        await Commands.UntilAsync(() => !server.Requests.IsEmpty, "httpok asks");
        if (isRestarted)
        {
            await monitor.SaysAsync("web:web restarted");
        }

        // It finishes what it has begun.
        Assert.Equal(0, await monitor.EndAsync());
        Assert.Equal(!isRestarted, pid == await PidAsync(daemon, "web"));
        Assert.Equal(starting, await PidAsync(daemon, "starting"));
        (string method, string path, string? agent, _, _) = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/a?b=c", "httpok"), (method, path, agent));
        if (isRestarted)
        {
            Assert.Contains("starting:starting not in RUNNING state, NOT restarting", monitor.Error, StringComparison.Ordinal);
            Assert.Contains("Programs not restarted because they did not exist: ['nope']", monitor.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Httpok_does_not_ask_while_nothing_runs_when_it_is_not_eager_and_writes_a_core_file_before_a_restart()
    {
        await using var server = new TestHttpServer(503);
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            """
            [program:web]
            command=/bin/sleep 1000
            startsecs=0
            autostart=false
            """);
        await using (DrivenMonitor idle = Start(daemon, "httpok", "-E", "-p", "web", "--grace=0", server.Url))
        {
            await idle.TickAsync();
            Assert.Equal(0, await idle.EndAsync());
        }

        Assert.Empty(server.Requests);
        _ = await daemon.CallAsync("startProcess", "web");
        await using DrivenMonitor monitor = Start(daemon, "httpok", "-E", "-p", "web", "--grace=0", "-g", "echo core of", "-d", "/cores", server.Url);
        long pid = await PidAsync(daemon, "web");
        await monitor.TickAsync();
        await monitor.SaysAsync("web:web restarted");
        Assert.Contains($"gcore output for web:web:\n\n core of /cores/web:web {pid}", monitor.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Memmon_restarts_what_has_grown_once_and_leaves_alone_what_starts()
    {
        string python = Requires.Program("python3");
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [program:grower]
            command={{python}} -c "import os,time,sys; first = not os.path.exists(sys.argv[1]); open(sys.argv[1],'a').close(); b = b'x' * (150000000 if first else 1); open(sys.argv[1],'a').write('start\n'); time.sleep(1000)" {dir}/starts
            startsecs=0
            [program:starting]
            command={{python}} -c "import time; b = b'x' * 150000000; time.sleep(1000)"
            startsecs=100000
            [program:family]
            command={{python}} -c "import subprocess,sys; subprocess.Popen([sys.executable,'-c','import time,sys; b = b\'x\' * 150000000; open(sys.argv[1],\'w\').write(\'grown\'); time.sleep(1000)',sys.argv[1]]).wait()" {dir}/child
            startsecs=0
            stopasgroup=true
            """);
        await daemon.WaitForTextAsync("starts", "start");
        await daemon.WaitForTextAsync("child", "grown");
        long starting = await PidAsync(daemon, "starting");
        await using (DrivenMonitor monitor = Start(
            daemon, "memmon", "-p", "grower=100MB", "-p", "starting=1KB", "-g", "family=100MB", "-a", "2GB", "--grace=0", "-m", "ops@test", "-n", "small"))
        {
            await monitor.TickAsync();
            await monitor.SaysAsync("grower:grower restarted");
            await daemon.WaitForTextAsync("starts", "start\nstart\n");
            await monitor.SaysAsync("Sent 'memmon [small]: process grower:grower restarted'");
            await monitor.TickUntilAsync("RSS of starting:starting is ", times: 2);
            Assert.Equal(0, await monitor.EndAsync());
            Assert.Contains("Checking programs grower=104857600, starting=1024\nChecking groups family=104857600\nChecking any=2147483648\n", monitor.Error, StringComparison.Ordinal);
            Assert.Contains("starting:starting not in RUNNING state, NOT restarting", monitor.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Restarting family:family", monitor.Error, StringComparison.Ordinal);
        }

        Assert.Equal("start\nstart\n", daemon.Text("starts"));
        Assert.Equal(starting, await PidAsync(daemon, "starting"));
        await using DrivenMonitor cumulative = Start(daemon, "memmon", "-c", "-g", "family=100MB", "--grace=0", "-u", "1d");
        await cumulative.TickAsync();
        await cumulative.SaysAsync("family:family restarted");
    }

    private static DrivenMonitor Start(ListenerDaemon daemon, params string[] arguments) => new(
        $"unix://{daemon.DirectoryPath}/s.sock",
        [arguments[0], $"--outbox={daemon.DirectoryPath}/outbox", $"--sendmail_program=cat >> {daemon.DirectoryPath}/mails", .. arguments[1..]]);

    private static async Task<long> PidAsync(ListenerDaemon daemon, string name) =>
        (await daemon.CallAsync("getProcessInfo", name)).AsStruct()["pid"].AsInteger();
}
