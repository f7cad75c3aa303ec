using System.Buffers;
using System.Text.Json;

namespace Minos.Daemon.Web;

/// <summary>Writes the messages of the live page: server-sent events, each with one line of JSON.</summary>
internal static class LiveMessage
{
    /// <summary>How every process is when a page begins to watch.</summary>
    /// <param name="life">Another one tells the page that the daemon has been started anew.</param>
    /// <param name="rows">The processes.</param>
    public static ReadOnlyMemory<byte> Snapshot(string life, IReadOnlyList<ProcessRow> rows) => Write("snapshot"u8, json =>
    {
        json.WriteStartObject();
        json.WriteString("life"u8, life);
        json.WriteStartArray("processes"u8);
        foreach (ProcessRow row in rows)
        {
            WriteRow(json, row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>How one process is now.</summary>
    public static ReadOnlyMemory<byte> State(ProcessRow row) => Write("state"u8, json => WriteRow(json, row));

    /// <summary>A group has come or gone: the page has to ask for its table again.</summary>
    public static ReadOnlyMemory<byte> Groups() => Write("groups"u8, static json => json.WriteNullValue());

    /// <summary>CPU in hundredths of a percent of one processor, and memory in KiB, by pid.</summary>
    public static ReadOnlyMemory<byte> Usage(IReadOnlyList<UsageSample> samples) => Write("usage"u8, json =>
    {
        json.WriteStartArray();
        foreach (UsageSample sample in samples)
        {
            json.WriteStartArray();
            json.WriteNumberValue(sample.Pid);
            json.WriteNumberValue((int)Math.Round(sample.CpuPercent * 100));
            json.WriteNumberValue(sample.ResidentBytes / 1024);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    });

    private static void WriteRow(Utf8JsonWriter json, ProcessRow row)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, row.Namespec);
        json.WriteString("state"u8, row.State);
        json.WriteString("description"u8, row.Description);
        json.WriteNumber("pid"u8, row.Pid);
        json.WriteNumber("uptime"u8, Math.Round(row.Uptime.TotalSeconds, 1));
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> name, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("event: "u8);
        buffer.Write(name);
        buffer.Write("\ndata: "u8);
        // JSON without indentation has no line ends of its own.
        using (var json = new Utf8JsonWriter(buffer))
        {
            content(json);
        }

        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }
}
