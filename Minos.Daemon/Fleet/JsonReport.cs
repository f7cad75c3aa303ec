using System.Text.Json;
using Minos.Fleet;

namespace Minos.Daemon.Fleet;

/// <summary>A JSON object a host and line, for programs.</summary>
internal sealed class JsonReport(TextWriter output) : IReportWriter
{
    /// <inheritdoc/>
    public void Write(HostResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("group", result.Target.Group.Name);
            json.WriteString("host", result.Target.Host.Address);
            json.WriteString("status", result.Status.ToString());
            json.WriteBoolean("plan", result.IsPlan);
            WriteText(json, "phase", result.Phase?.ToString());
            WriteText(json, "error", result.Error);
            json.WriteStartArray("changes");
            foreach (InstallChange change in result.Changes)
            {
                json.WriteStartObject();
                json.WriteString("kind", change.Kind.ToString());
                json.WriteString("path", change.Path);
                json.WriteString("detail", change.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteText(json, "difference", result.Difference);
            WriteText(json, "release", result.Release);
            WriteText(json, "version", result.Version);
            if (result.Pid is { } pid)
            {
                json.WriteNumber("pid", pid);
            }

            json.WriteStartObject("states");
            foreach ((string state, int count) in result.States)
            {
                json.WriteNumber(state, count);
            }

            json.WriteEndObject();
            json.WriteNumber("seconds", Math.Round(result.Duration.TotalSeconds, 3));
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        output.Flush();
    }

    /// <inheritdoc/>
    public void End()
    {
        // Every line stands for itself.
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }
}
