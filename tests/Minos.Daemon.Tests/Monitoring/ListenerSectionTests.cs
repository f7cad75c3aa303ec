using System.Diagnostics;
using MimeKit;
using Minos.Daemon.Tests.Control;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary>Monitors in the places where people put them: the original's section, Debian's supervisord, and no section at all.</summary>
public sealed class ListenerSectionTests
{
    private const string Crashing = """
        [program:web]
        command=/bin/sh -c 'echo trouble >&2; exit 7'
        autostart=false
        startsecs=0
        autorestart=false
        """;

    [SkippableFact]
    public async Task The_originals_section_needs_only_the_name_of_its_command_replaced()
    {
        await using var server = new MailServer();
        await server.PrepareAsync();
        await server.StartAsync();
        // Xiaomi's config/supervisord.conf, but for the addresses and the command's name.
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [eventlistener:crashmailbatch]
            command={{CommandRunner.Executable}} crashmailbatch
                    --toEmail="alert@example.com"
                    --fromEmail="minos@example.com"
                    --password="secret"
                    --smtpHost="localhost:{{server.PlainPort}}"
                    --tickEvent=TICK_5
                    --interval=0.05
            events=PROCESS_STATE,TICK_5
            buffer_size=100
            autostart=true
            stderr_logfile={dir}/crash.log
            {{Crashing}}
            """);
        await daemon.WaitForStateAsync("crashmailbatch", "RUNNING");
        _ = await daemon.CallAsync("startProcess", "web");
        await Commands.UntilAsync(() => server.Messages().Length > 0, "the mail arrives");
        using MimeMessage mail = Assert.Single(server.Messages());
        Assert.Contains("Ended: exit status 7", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_to_is_all_that_is_needed()
    {
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            Crashing,
            """
            alert_to=ops@test, 50%%@test
            alert_from="Minos; here" <minos@test>
            alert_options="--sendmail=cat >> %(here)s/mails" --outbox=%(here)s/outbox
            """);
        await daemon.WaitForStateAsync("alerts", "RUNNING");
        Assert.Contains("INFO Alerts go to ops@test, 50%@test by event listener 'alerts'", daemon.Text("main.log"), StringComparison.Ordinal);
        _ = await daemon.CallAsync("startProcess", "web");
        await daemon.WaitForTextAsync("main.log", "exited: web (exit status 7; not expected)");
        // What it has collected it tells before it ends.
        Assert.Equal(0, await daemon.ShutDownAsync());
        Assert.Contains("From: \"Minos; here\" <minos@test>\n", daemon.Text("mails"), StringComparison.Ordinal);
        Assert.Contains("To: ops@test, 50%@test\n", daemon.Text("mails"), StringComparison.Ordinal);
        Assert.Contains("Process web:web (pid ", daemon.Text("mails"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_alert_to_the_log_says_that_alerts_are_off_and_a_file_of_Supervisors_says_nothing()
    {
        await using (ListenerDaemon empty = await ListenerDaemon.StartAsync(Crashing, "alert_to="))
        {
            Assert.Contains("INFO Alerts are off: alert_to is empty in section [supervisord]", empty.Text("main.log"), StringComparison.Ordinal);
            Assert.Single((await empty.CallAsync("getAllProcessInfo")).AsArray());
        }

        await using ListenerDaemon absent = await ListenerDaemon.StartAsync(Crashing);
        Assert.DoesNotContain("Alerts", absent.Text("main.log"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("crashmailbatch", "PROCESS_STATE,TICK_5", "--toEmail=ops@test --fromEmail=minos@test --tickEvent=TICK_5 --interval=0.01", "Ended: exit status 7")]
    [InlineData("crashmail", "PROCESS_STATE", "-m ops@test", "Ended: exit status 7")]
    [InlineData("httpok", "TICK_5", "-p sleeper -t 0.5 --grace=0 -m ops@test http://127.0.0.1:{closed}/", "sleeper restarted")]
    [InlineData("memmon", "TICK_5", "-p sleeper=1KB --grace=0 -m ops@test", "restarted the process named sleeper")]
    public async Task Monitors_run_under_Debians_supervisord(string monitor, string events, string options, string told)
    {
        string supervisord = Requires.Program("supervisord");
        string root = Directory.CreateTempSubdirectory("minos-debian-").FullName;
        await File.WriteAllTextAsync($"{root}/s.conf", $$"""
            [unix_http_server]
            file={{root}}/s.sock
            [supervisord]
            logfile={{root}}/main.log
            pidfile={{root}}/s.pid
            childlogdir={{root}}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [eventlistener:monitor]
            command={{CommandRunner.Executable}} {{monitor}} --outbox={{root}}/outbox "--sendmail{{(monitor is "crashmailbatch" ? "" : "_program")}}=cat >> {{root}}/mails" {{options.Replace("{closed}", $"{LoopbackPort.Take()}", StringComparison.Ordinal)}}
            events={{events}}
            stderr_logfile={{root}}/monitor.log
            [program:sleeper]
            command=/bin/sleep 1000
            startsecs=0
            {{Crashing.Replace("'echo", "'read line; echo", StringComparison.Ordinal)}}
            """);
        using Process process = Commands.Start(supervisord, "-n", "-c", $"{root}/s.conf");
        try
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            using var client = new RpcClient($"unix://{root}/s.sock");
            await Commands.UntilAsync(
                async () => File.Exists($"{root}/s.sock") && await StateAsync(client, "monitor") == "RUNNING", () => "the monitor runs: " + Text("monitor.log"));

            // It ends only when told to: Debian's startProcess fails if the child has ended before it looks.
            _ = await client.CallAsync("supervisor.startProcess", ["web"]);
            _ = await client.CallAsync("supervisor.sendProcessStdin", ["web", "end\n"]);
            await Commands.UntilAsync(() => Text("mails").Contains(told, StringComparison.Ordinal), $"'{told}' in a mail; the monitor says:\n{Text("monitor.log")}");
            Assert.Equal("RUNNING", await StateAsync(client, "monitor"));
            _ = await client.CallAsync("supervisor.shutdown", []);
            await process.WaitForExitAsync().WaitAsync(Commands.Deadline);
            Assert.Contains("stopped: monitor (exit status 0)", Text("main.log"), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            Directory.Delete(root, recursive: true);
        }

        string Text(string file) => File.Exists($"{root}/{file}") ? File.ReadAllText($"{root}/{file}") : "";
    }

    private static async Task<string> StateAsync(RpcClient client, string name)
    {
        try
        {
            return (await client.CallAsync("supervisor.getProcessInfo", [name])).AsStruct()["statename"].AsString();
        }
        catch (RpcConnectionException)
        {
            return "";
        }
    }
}
