using System.Text.Json;
using System.Text.Json.Serialization;

namespace Minos.Deployment;

/// <summary>Packages as JSON: what <c>/packages.json</c> of this daemon's package server answers.</summary>
public static class PackageList
{
    /// <summary>The JSON of packages: an array of objects.</summary>
    public static byte[] ToJson(IReadOnlyList<PackageInfo> packages) =>
        JsonSerializer.SerializeToUtf8Bytes([.. packages], PackageJson.Default.PackageInfoArray);

    /// <summary>Reads such JSON; null when it is something else.</summary>
    public static IReadOnlyList<PackageInfo>? Parse(string json)
    {
        try
        {
            PackageInfo[]? packages = JsonSerializer.Deserialize(json, PackageJson.Default.PackageInfoArray);
            return packages is not null && packages.All(static p => p is { Artifact: not null, Name: not null, Revision: not null, Timestamp: not null, Checksum: not null } && p.IsValid)
                ? packages
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PackageInfo[]))]
internal sealed partial class PackageJson : JsonSerializerContext;
