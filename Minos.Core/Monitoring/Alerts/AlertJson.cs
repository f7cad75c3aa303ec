using System.Buffers;
using System.Text;
using System.Text.Json;
using Minos.Monitoring.Mail;

namespace Minos.Monitoring.Alerts;

/// <summary>The files of the outbox and the bodies for webhooks.</summary>
/// <remarks>Written out, as all JSON here: the serializer would be 0.5 MB of the native binary.</remarks>
internal static class AlertJson
{
    /// <summary>The file of an entry.</summary>
    public static byte[] Write(AlertEntry entry) => ToBytes(json =>
    {
        json.WriteStartObject();
        if (entry.Mail is { } mail)
        {
            json.WriteStartObject("mail"u8);
            json.WriteString("id"u8, mail.Id);
            json.WriteString("from"u8, mail.From);
            WriteTexts(json, "recipients"u8, mail.Recipients);
            json.WriteString("subject"u8, mail.Subject);
            json.WriteString("text"u8, mail.Text);
            WriteOptional(json, "html"u8, mail.Html);
            json.WriteString("date"u8, mail.Date);
            json.WriteString("host"u8, mail.Host);
            json.WriteEndObject();
        }

        WriteOptional(json, "url"u8, entry.Url);
        WriteOptional(json, "json"u8, entry.Json);
        json.WriteEndObject();
    });

    /// <summary>Reads the file of an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AlertEntry ReadEntry(byte[] file) => Read(file, static json => new AlertEntry
    {
        Mail = Optional(json, "mail") is { } mail ? ReadMail(mail) : null,
        Url = Optional(json, "url")?.GetString(),
        Json = Optional(json, "json")?.GetString(),
    });

    /// <summary>The file of what is collected for the next alert.</summary>
    public static byte[] Write(IReadOnlyList<Incident> incidents) => ToBytes(json => WriteIncidents(json, incidents));

    /// <summary>Reads the file of what was collected.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<Incident> ReadIncidents(byte[] file) => Read(file, static json =>
    {
        List<Incident> incidents = [];
        foreach (JsonElement incident in json.EnumerateArray())
        {
            incidents.Add(ReadIncident(incident));
        }

        return incidents;
    });

    /// <summary>What a webhook gets.</summary>
    public static string Body(WebhookAlert alert) => Encoding.UTF8.GetString(ToBytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("host"u8, alert.Host);
        json.WriteString("monitor"u8, alert.Monitor);
        json.WriteString("subject"u8, alert.Subject);
        json.WriteString("text"u8, alert.Text);
        json.WritePropertyName("incidents"u8);
        WriteIncidents(json, alert.Incidents);
        json.WriteEndObject();
    }));

    /// <summary>What Slack's incoming webhooks take (and Mattermost's, and Rocket.Chat's).</summary>
    /// <param name="text">In Slack's markup.</param>
    public static string SlackBody(string text) => Encoding.UTF8.GetString(ToBytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }));

    private static OutgoingMail ReadMail(JsonElement json) => new()
    {
        Id = Text(json, "id"),
        From = Text(json, "from"),
        Recipients = ReadTexts(json, "recipients"),
        Subject = Text(json, "subject"),
        Text = Text(json, "text"),
        Html = Optional(json, "html")?.GetString(),
        Date = Required(json, "date").GetDateTimeOffset(),
        Host = Text(json, "host"),
    };

    private static void WriteIncidents(Utf8JsonWriter json, IReadOnlyList<Incident> incidents)
    {
        json.WriteStartArray();
        foreach (Incident incident in incidents)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, incident.Kind.ToString());
            json.WriteString("group"u8, incident.Group);
            json.WriteString("process"u8, incident.Process);
            json.WriteNumber("count"u8, incident.Count);
            json.WriteString("first"u8, incident.First);
            json.WriteString("last"u8, incident.Last);
            json.WriteNumber("pid"u8, incident.Pid);
            if (incident.RunningSince is { } since)
            {
                json.WriteString("runningSince"u8, since);
            }

            json.WriteNumber("inLastHour"u8, incident.InLastHour);
            WriteTexts(json, "lines"u8, incident.Lines);
            WriteOptional(json, "ending"u8, incident.Ending);
            WriteOptional(json, "stderr"u8, incident.Stderr);
            WriteOptional(json, "stdout"u8, incident.Stdout);
            WriteOptional(json, "page"u8, incident.Page);
            json.WriteString("name"u8, incident.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Incident ReadIncident(JsonElement json) => new()
    {
        Kind = Enum.TryParse(Text(json, "kind"), out AlertKind kind) ? kind : throw new JsonException("unknown kind of alert"),
        Group = Text(json, "group"),
        Process = Text(json, "process"),
        Count = Required(json, "count").GetInt32(),
        First = Required(json, "first").GetDateTimeOffset(),
        Last = Required(json, "last").GetDateTimeOffset(),
        Pid = Required(json, "pid").GetInt32(),
        RunningSince = Optional(json, "runningSince")?.GetDateTimeOffset(),
        InLastHour = Required(json, "inLastHour").GetInt32(),
        Lines = ReadTexts(json, "lines"),
        Ending = Optional(json, "ending")?.GetString(),
        Stderr = Optional(json, "stderr")?.GetString(),
        Stdout = Optional(json, "stdout")?.GetString(),
        Page = Optional(json, "page")?.GetString(),
    };

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static List<string> ReadTexts(JsonElement json, string name)
    {
        List<string> texts = [];
        foreach (JsonElement text in Required(json, name).EnumerateArray())
        {
            texts.Add(text.GetString() ?? throw new JsonException($"null in {name}"));
        }

        return texts;
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static string Text(JsonElement json, string name) => Required(json, name).GetString()!;

    private static JsonElement Required(JsonElement json, string name) => Optional(json, name) ?? throw new JsonException($"{name} is missing");

    private static JsonElement? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static byte[] ToBytes(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            content(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static T Read<T>(byte[] file, Func<JsonElement, T> content)
    {
        using var document = JsonDocument.Parse(file);
        try
        {
            return content(document.RootElement);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            // A value is of another type than it should be.
            throw new JsonException(exception.Message, exception);
        }
    }
}
