using System.Text.Json;
using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Fleet;

/// <summary>What <c>minosd fleet --json</c> says of a host.</summary>
internal sealed record FleetReport(string Host, string Status, string Phase, string Error, int? Pid, string Release, string Changes)
{
    /// <summary>Reads them, sorted by host.</summary>
    public static IReadOnlyList<FleetReport> Read(Finished finished)
    {
        Assert.True(finished.Status is 0 or 1, finished.Error);
        return [.. finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).OrderBy(static report => report.Host, StringComparer.Ordinal)];
    }

    /// <summary>For messages and for comparing: <c>Failed Upload: ...</c>.</summary>
    public string Outcome => $"{Status} {Phase}: {Error}".TrimEnd(' ', ':');

    private static FleetReport Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        string Text(string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";
        return new FleetReport(
            Text("host"), Text("status"), Text("phase"), Text("error"), root.TryGetProperty("pid", out JsonElement pid) ? pid.GetInt32() : null, Text("release"),
            string.Join("; ", root.GetProperty("changes").EnumerateArray().Select(static change => $"{change.GetProperty("kind")} {change.GetProperty("path")}")));
    }
}
