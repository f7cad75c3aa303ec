using System.Text;
using System.Text.Json;
using Minos.Monitoring.Alerts;
using Minos.Monitoring.Mail;

namespace Minos.Core.Tests.Monitoring;

public class AlertJsonTests
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2));

    private static readonly OutgoingMail s_mail = new()
    {
        Id = "1",
        From = "minos@example.com",
        Recipients = ["a@example.com", "b@example.com"],
        Subject = "crash",
        Text = "line \"1\"\nline 2",
        Html = "<p>é</p>",
        Date = s_time,
        Host = "h1",
    };

    private static readonly Incident s_incident = new()
    {
        Kind = AlertKind.Fatal,
        Group = "g",
        Process = "p",
        Count = 3,
        First = s_time,
        Last = s_time.AddSeconds(1),
        Pid = 42,
        RunningSince = s_time.AddDays(-1),
        InLastHour = 2,
        Lines = ["one", "two"],
        Ending = "exit status 3",
        Stderr = "err",
        Stdout = "out",
        Page = "http://h1:9001/",
    };

    [Fact]
    public void A_mail_is_read_as_it_was_written()
    {
        AlertEntry read = AlertJson.ReadEntry(AlertJson.Write(new AlertEntry { Mail = s_mail }));
        Assert.Equal((null, null), (read.Url, read.Json));
        Assert.Equal(s_mail.Recipients, read.Mail!.Recipients);
        Assert.Equal(s_mail, read.Mail with { Recipients = s_mail.Recipients });
        Assert.Null(AlertJson.ReadEntry(AlertJson.Write(new AlertEntry { Mail = s_mail with { Html = null } })).Mail!.Html);
    }

    [Fact]
    public void A_request_is_read_as_it_was_written()
    {
        var entry = new AlertEntry { Url = "https://example.com/hook", Json = "{\"text\":\"x\"}" };
        Assert.Equal(entry, AlertJson.ReadEntry(AlertJson.Write(entry)));
    }

    [Fact]
    public void Incidents_are_read_as_they_were_written()
    {
        Incident bare = new() { Kind = AlertKind.Crash, Group = "g", Process = "q", First = s_time, Last = s_time, Lines = [] };
        IReadOnlyList<Incident> read = AlertJson.ReadIncidents(AlertJson.Write([s_incident, bare]));
        Assert.Equal(s_incident.Lines, read[0].Lines);
        Assert.Equal([s_incident, bare], [read[0] with { Lines = s_incident.Lines }, read[1] with { Lines = bare.Lines }]);
    }

    [Fact]
    public void Webhooks_get_names_in_camel_case_and_kinds_as_words()
    {
        using JsonDocument body = JsonDocument.Parse(AlertJson.Body(new WebhookAlert("h1", "crashmailbatch", "s", "t", [s_incident])));
        Assert.Equal(["host", "monitor", "subject", "text", "incidents"], body.RootElement.EnumerateObject().Select(p => p.Name));
        JsonElement incident = Assert.Single(body.RootElement.GetProperty("incidents").EnumerateArray());
        Assert.Equal("Fatal", incident.GetProperty("kind").GetString());
        Assert.Equal("g:p", incident.GetProperty("name").GetString());
        Assert.Equal("2026-01-02T03:04:05.678+02:00", incident.GetProperty("first").GetString());
        Assert.Equal(2, incident.GetProperty("inLastHour").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"url\":1}")]
    [InlineData("{\"mail\":{}}")]
    [InlineData("{\"mail\":{\"id\":\"1\",\"from\":\"a\",\"recipients\":[null],\"subject\":\"\",\"text\":\"\",\"date\":\"2026-01-02T03:04:05Z\",\"host\":\"h\"}}")]
    [InlineData("{\"mail\":{\"id\":\"1\",\"from\":\"a\",\"recipients\":[],\"subject\":\"\",\"text\":\"\",\"date\":\"yesterday\",\"host\":\"h\"}}")]
    public void What_is_no_entry_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => AlertJson.ReadEntry(Encoding.UTF8.GetBytes(json)));
}
