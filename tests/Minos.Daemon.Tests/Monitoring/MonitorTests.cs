using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Minos.Daemon.Tests.Control;
using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary>Monitors as listeners, and Debian's exim as the mail server.</summary>
public sealed class MonitorTests
{
    private const string Stamp = @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}";

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_leads_to_one_mail_also_when_the_server_comes_later(bool isUp)
    {
        await using var server = new MailServer();
        await server.PrepareAsync();
        if (isUp)
        {
            await server.StartAsync();
        }

        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [eventlistener:crash]
            command={{CommandRunner.Executable}} crashmailbatch --toEmail=ops@test,refused@test --fromEmail=minos@test --tickEvent=TICK_5 --interval=0.05 --retryInterval=0.2 --url=http://web.test --outbox={dir}/outbox {{server.Options}}
            events=PROCESS_STATE,TICK_5
            stderr_logfile={dir}/crash.log
            [program:web]
            command=/bin/sh -c 'echo hello; echo trouble >&2; kill -9 $$'
            autostart=false
            startsecs=0
            autorestart=false
            """);
        await daemon.WaitForStateAsync("crash", "RUNNING");
        _ = await daemon.CallAsync("startProcess", "web");
        if (!isUp)
        {
            await daemon.WaitForTextAsync("crash.log", "is kept and tried again");
            await server.StartAsync();
        }

        await daemon.WaitForTextAsync("crash.log", "Sent 'Crash alert from supervisord on ");
        await Commands.UntilAsync(() => server.Messages().Length > 0, "the mail arrives");
        Assert.Equal(0, await daemon.ShutDownAsync());
        using MimeMessage mail = Assert.Single(server.Messages());
        Assert.Equal($"Crash alert from supervisord on {Environment.MachineName}: web:web", mail.Subject);
        Assert.Equal("ops@test, refused@test", mail.To.ToString());
        Assert.Equal("minos@test", mail.From.ToString());
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.InRange(mail.Date, DateTimeOffset.Now.AddHours(-1), DateTimeOffset.Now.AddMinutes(1));
        Assert.Matches(
            $"""
            ^{Stamp} -- Process web:web \(pid \d+\) died unexpectedly

            == web:web
            Host: {Regex.Escape(Environment.MachineName)}
            Process: web:web
            Ended: terminated by SIGKILL
            Last time: {Stamp}
            Running since: {Stamp}, for \d+ s
            Unexpected ends in the last hour: 1
            Page: http://web\.test/tail\.html\?processname=web%3Aweb

            Last lines of stderr:
            trouble

            Last lines of stdout:
            hello
            $
            """.ReplaceLineEndings("\n").Replace("\n$", "$", StringComparison.Ordinal),
            mail.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Contains("<a href=\"http://web.test/tail.html?processname=web%3Aweb\">", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<pre>trouble</pre>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("refused@test is refused for good: 550 no such person", daemon.Text("crash.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_crashes_are_one_mail_and_what_is_malformed_is_said_and_left_out()
    {
        string directory = Directory.CreateTempSubdirectory("minos-monitor-").FullName;
        try
        {
            var events = new StringBuilder("nonsense\n");
            Add(events, "PROCESS_STATE_EXITED", "expected:0");
            for (int i = 0; i < 1000; i++)
            {
                Add(events, "PROCESS_STATE_EXITED", $"processname:web groupname:web from_state:RUNNING expected:0 pid:{i + 1}");
            }

            Add(events, "TICK_60", "when:60");
            (int status, string error) = await RunAsync(
                events.ToString(), "crashmailbatch", "--toEmail=ops@test", "--fromEmail=minos@test", $"--outbox={directory}/outbox",
                $"--sendmail=cat >> {directory}/mails");

            Assert.Equal(0, status);
            string mails = await File.ReadAllTextAsync($"{directory}/mails");
            Assert.Equal(2, mails.Split("Subject: ").Length);
            Assert.Contains("web:web (1000 times)", mails, StringComparison.Ordinal);
            Assert.Contains("'nonsense' is no header of an event", error, StringComparison.Ordinal);
            Assert.Contains("Malformed event PROCESS_STATE_EXITED, left out", error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData("--toEmail needs --fromEmail=ADDRESS", "crashmailbatch", "--toEmail=a@b")]
    [InlineData("Invalid TICK event name: X", "crashmailbatch", "--tickEvent=X")]
    [InlineData("httpok takes exactly one URL", "httpok")]
    [InlineData("Unparseable byte_size in 'x' for '-a'", "memmon", "-a", "x")]
    [InlineData("nothing to watch", "memmon")]
    [InlineData("option --nope not recognized", "crashmail", "--nope")]
    public async Task A_wrong_option_is_said_and_the_status_is_2(string sentence, params string[] arguments)
    {
        (int status, string error) = await RunAsync("", arguments);
        Assert.Equal(2, status);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private static void Add(StringBuilder events, string name, string payload) =>
        events.Append($"ver:3.0 server:s serial:1 pool:p poolserial:1 eventname:{name} len:{payload.Length}\n{payload}");

    private static async Task<(int Status, string Error)> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(CommandRunner.Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUPERVISOR_SERVER_URL"] = "unix:///nonexistent/minos.sock";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has refused its options and ended.
        }

        await process.WaitForExitAsync().WaitAsync(Commands.Deadline);
        await output;
        return (process.ExitCode, await error);
    }
}
