using System.Text.Json;
using System.Text.RegularExpressions;
using Minos.Tests;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary>What the batch monitors send, to whom and when; events come from the test, mail goes to a command or a webhook.</summary>
public sealed class AlertTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("minos-alerts-").FullName;

    private string Mails => File.Exists($"{_root}/mails") ? File.ReadAllText($"{_root}/mails") : "";

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("crashmailbatch", @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} -- Process bar:foo \(pid 58597\) died unexpectedly$", "Crash alert from supervisord on ")]
    [InlineData("crashsms", @"^\[bar:foo\]\(58597\) exited unexpectedly \d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}$", null)]
    [InlineData("fatalmailbatch", @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} -- Process bar:foo failed to start too many times$", "Fatal start alert from supervisord on ")]
    public async Task The_interval_is_measured_in_ticks_of_one_kind_and_only_what_is_unexpected_is_told(string monitor, string line, string? subject)
    {
        await using DrivenMonitor batch = Start(monitor, "--tickEvent=TICK_5", "--interval=0.2");
        await batch.SendAsync("PROCESS_STATE_EXITED", "processname:good groupname:bar from_state:RUNNING expected:1 pid:1");
        await batch.CrashAsync("bar", "foo", 58597);
        await batch.SendAsync("PROCESS_STATE_FATAL", "processname:foo groupname:bar from_state:BACKOFF");
        await batch.TickAsync();
        await batch.SendAsync("TICK_5", "when:5");
        await batch.SendAsync("TICK_5", "when:10");
        // Answered means handled.
        await batch.AnsweredAsync(6);
        Assert.Equal("", Mails);
        await batch.SendAsync("TICK_5", "when:15");
        await batch.SaysAsync("Sent ");
        Assert.Equal(0, await batch.EndAsync());

        Assert.Matches(new Regex(line, RegexOptions.Multiline), Mails);
        Assert.DoesNotContain("good", Mails, StringComparison.Ordinal);
        Assert.Equal(subject is null ? "" : subject + Environment.MachineName, Regex.Match(Mails, "^Subject: ([^:]*)", RegexOptions.Multiline).Groups[1].Value);
    }

    [Fact]
    public async Task Crashmail_sends_without_ticks_with_the_optional_header()
    {
        await using DrivenMonitor monitor = new(
            "unix:///nonexistent", "crashmail", "-m", "ops@test", "-o", "[web1]", "-a", "-p", "x", "-s", $"cat >> {_root}/mails", $"--outbox={_root}/outbox");
        await monitor.CrashAsync("bar", "foo", 7);
        await monitor.SaysAsync("Sent ");
        Assert.Equal(0, await monitor.EndAsync());
        Assert.Contains("Subject: [web1]: foo crashed at ", Mails, StringComparison.Ordinal);
        Assert.Contains("Process foo in group bar exited unexpectedly (pid 7) from state RUNNING", Mails, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_runs_again_for_an_interval_is_told_with_recovery()
    {
        await using DrivenMonitor batch = Start("crashmailbatch", "--recovery", "--subject=mine");
        await batch.CrashAsync("bar", "foo");
        await batch.TickAsync();
        await batch.SaysAsync("Sent 'mine'");
        await batch.SendAsync("PROCESS_STATE_RUNNING", "processname:foo groupname:bar from_state:STARTING pid:2");
        await batch.TickAsync();
        await batch.TickUntilAsync("Sent 'mine'", times: 2);
        await batch.TickAsync();
        Assert.Equal(0, await batch.EndAsync());
        Assert.Single(Regex.Matches(Mails, "^[0-9].* -- Process bar:foo has recovered", RegexOptions.Multiline));
        Assert.Equal(3, Mails.Split("Subject: mine").Length);
    }

    [Fact]
    public async Task Each_cluster_has_its_recipients_and_a_group_that_is_no_job_has_the_default()
    {
        await using DrivenMonitor batch = Start("crashmailbatch", $"--alertFile={Repository.Path("config/alert.cfg")}");
        await batch.CrashAsync("hbase--production--master", "m");
        await batch.CrashAsync("zookeeper--production--server", "z");
        await batch.CrashAsync("plain", "p");
        await batch.CrashAsync("hbase--production--master--more", "q");
        await batch.TickAsync();
        await batch.SaysAsync("Sent ", times: 3);
        Assert.Equal(0, await batch.EndAsync());

        string[] mails = Mails.Split("From: minos@test", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, mails.Length);
        Assert.Equal("m", Told("To: hbase-oncall@example.com"));
        Assert.Equal("m z", Told("To: storage@example.com"));
        Assert.Equal("m p q z", Told("To: ops@test"));

        string Told(string recipient) => string.Join(' ', Regex.Matches(
                Assert.Single(mails, m => m.Contains(recipient, StringComparison.Ordinal)), "^(?:==|=3D=3D) .*:(.)$", RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Webhooks_get_json_or_slacks_shape_and_are_tried_again()
    {
        await using var json = new TestHttpServer(503);
        await using var slack = new TestHttpServer(200);
        await using (DrivenMonitor first = new(
            "unix:///nonexistent", "crashmailbatch", $"--webhook={json.Url}hook", $"--outbox={_root}/1", "--retryInterval=0.1"))
        {
            await first.CrashAsync("bar", "foo<&>", 9);
            await first.TickAsync();
            await first.SaysAsync("is kept and tried again");
            json.Status = 204;
            await first.SaysAsync("Sent the request to ");
            Assert.Equal(0, await first.EndAsync());
        }

        await using (DrivenMonitor second = new(
            "unix:///nonexistent", "crashmailbatch", $"--webhook={slack.Url}", "--webhookFormat=slack", $"--outbox={_root}/2"))
        {
            await second.CrashAsync("bar", "foo<&>", 9);
            await second.TickAsync();
            await second.SaysAsync("Sent the request to ");
            Assert.Equal(0, await second.EndAsync());
        }

        (string method, string path, _, string? type, string body) = json.Requests.Last();
        Assert.True(json.Requests.Count >= 2);
        Assert.Equal(("POST", "/hook", "application/json"), (method, path, type));
        using JsonDocument alert = JsonDocument.Parse(body);
        Assert.Equal("crashmailbatch", alert.RootElement.GetProperty("monitor").GetString());
        JsonElement incident = Assert.Single(alert.RootElement.GetProperty("incidents").EnumerateArray());
        Assert.Equal("foo<&>", incident.GetProperty("process").GetString());
        Assert.Equal(9, incident.GetProperty("pid").GetInt32());
        using JsonDocument message = JsonDocument.Parse(Assert.Single(slack.Requests).Body);
        JsonProperty text = Assert.Single(message.RootElement.EnumerateObject());
        Assert.Equal("text", text.Name);
        Assert.Contains("bar:foo&lt;&amp;&gt;", text.Value.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_a_name_begins_no_header()
    {
        await using DrivenMonitor batch = Start("crashmailbatch");
        await batch.CrashAsync("bar", "foo\rBcc:evil@example.com\r");
        await batch.TickAsync();
        await batch.SaysAsync("Sent ");
        Assert.Equal(0, await batch.EndAsync());
        string headers = Mails[..Mails.IndexOf("\n\n", StringComparison.Ordinal)];
        Assert.DoesNotContain("\r", headers, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("^Bcc", RegexOptions.Multiline), headers);
        Assert.Contains("foo Bcc:evil@example.com", headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_crashes_take_no_more_memory()
    {
        await using DrivenMonitor batch = Start("crashmailbatch");
        await CrashAsync(5000);
        long before = batch.ResidentKilobytes;
        await CrashAsync(10_000);
        long after = batch.ResidentKilobytes;
        await batch.TickAsync();
        await batch.SaysAsync("Sent ");
        Assert.Equal(0, await batch.EndAsync());
        Assert.Equal(2, Mails.Split("Subject: ").Length);
        Assert.Contains("bar:foo (15000 times)", Mails, StringComparison.Ordinal);
        const int Bound = 16 * 1024;
        Assert.True(after - before < Bound, $"{before} KiB before 10,000 crashes, {after} KiB after");

        async Task CrashAsync(int count)
        {
            int before = batch.Answers;
            for (int i = 0; i < count; i++)
            {
                await batch.CrashAsync("bar", "foo", i + 1);
            }

            await batch.AnsweredAsync(before + count);
        }
    }

    [Fact]
    public async Task The_password_on_the_command_line_is_taken_with_a_warning()
    {
        await using DrivenMonitor batch = Start("crashmailbatch", "-p", "secret");
        await batch.SaysAsync("Warning: every user of this machine can read --password");
        Assert.Equal(0, await batch.EndAsync());
    }

    private DrivenMonitor Start(string monitor, params string[] options) => new(
        "unix:///nonexistent",
        [monitor, "--toEmail=ops@test", "--fromEmail=minos@test", $"--outbox={_root}/outbox", $"--sendmail=cat >> {_root}/mails", .. options]);
}
