using System.Buffers;
using System.Text.Json;

namespace Minos.Deployment;

/// <summary>Packages as JSON: what <c>/packages.json</c> of this daemon's package server answers.</summary>
public static class PackageList
{
    /// <summary>The JSON of packages: an array of objects.</summary>
    public static byte[] ToJson(IReadOnlyList<PackageInfo> packages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (PackageInfo package in packages)
            {
                json.WriteStartObject();
                json.WriteString("artifact"u8, package.Artifact);
                json.WriteString("name"u8, package.Name);
                json.WriteString("revision"u8, package.Revision);
                json.WriteString("timestamp"u8, package.Timestamp);
                json.WriteString("checksum"u8, package.Checksum);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads such JSON; null when it is something else.</summary>
    public static IReadOnlyList<PackageInfo>? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            List<PackageInfo> packages = [];
            foreach (JsonElement package in document.RootElement.EnumerateArray())
            {
                packages.Add(new PackageInfo(
                    Text(package, "artifact"), Text(package, "name"), Text(package, "revision"), Text(package, "timestamp"), Text(package, "checksum")));
            }

            return packages.TrueForAll(static p => p.IsValid) ? packages : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // No part of a package's name may be empty, so that a missing one makes it invalid.
    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
}
