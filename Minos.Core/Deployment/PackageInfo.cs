namespace Minos.Deployment;

/// <summary>A package on a package server.</summary>
/// <param name="Artifact">What it is a version of, for example <c>hadoop</c>.</param>
/// <param name="Name">The file's name, for example <c>hadoop-2.0.tar.gz</c>.</param>
/// <param name="Revision">The revision of its sources.</param>
/// <param name="Timestamp">When it came to the server, <c>YYYYMMDD-HHMMSS</c> in the server's time.</param>
/// <param name="Checksum">SHA-1 of the file in lower-case hexadecimal; empty when unknown.</param>
public sealed record PackageInfo(string Artifact, string Name, string Revision, string Timestamp, string Checksum = "")
{
    /// <summary>The directory of the package: <c>revision-timestamp</c>.</summary>
    public string Version => $"{Revision}-{Timestamp}";

    /// <summary>The package's path below the server's <c>packages/</c>.</summary>
    public string RelativePath => $"{Artifact}/{Version}/{Name}";

    /// <summary>Whether every part can stand in a path.</summary>
    public bool IsValid => PathSegment.IsValid(Artifact) && PathSegment.IsValid(Name) && PathSegment.IsValid(Revision) && PathSegment.IsValid(Timestamp)
        && (Checksum.Length == 0 || (Checksum.Length == 40 && Checksum.All(char.IsAsciiHexDigitLower)));

    /// <summary>The text that the original's server answers: like a Python dictionary, with its blanks.</summary>
    public string ToText() =>
        $"{{'artifact': '{Artifact}','package_name': '{Name}','revision': '{Revision}','timestamp': '{Timestamp}','checksum': '{Checksum}'}}";

    /// <summary>Reads such a text, or its equivalent in JSON; nothing is evaluated.</summary>
    /// <returns>Null when it is something else, or a part cannot stand in a path.</returns>
    public static PackageInfo? Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest is not ['{', .., '}'])
        {
            return null;
        }

        rest = rest[1..^1].Trim();
        while (rest.Length > 0)
        {
            if (!TakeString(ref rest, out string key) || !Take(ref rest, ':') || !TakeString(ref rest, out string value))
            {
                return null;
            }

            values[key] = value;
            if (rest.Length > 0 && !Take(ref rest, ','))
            {
                return null;
            }
        }

        var info = new PackageInfo(
            values.GetValueOrDefault("artifact", ""), values.GetValueOrDefault("package_name", ""), values.GetValueOrDefault("revision", ""),
            values.GetValueOrDefault("timestamp", ""), values.GetValueOrDefault("checksum", "").ToLowerInvariant());
        return info.IsValid ? info : null;
    }

    private static bool Take(ref ReadOnlySpan<char> rest, char wanted)
    {
        if (rest.Length == 0 || rest[0] != wanted)
        {
            return false;
        }

        rest = rest[1..].TrimStart();
        return true;
    }

    // Python 2 puts a u before its texts. No part of a package's name needs an escape.
    private static bool TakeString(ref ReadOnlySpan<char> rest, out string value)
    {
        value = "";
        if (rest is ['u', '\'' or '"', ..])
        {
            rest = rest[1..];
        }

        if (rest is not ['\'' or '"', ..])
        {
            return false;
        }

        int end = rest[1..].IndexOf(rest[0]);
        if (end < 0 || rest[1..(end + 1)].Contains('\\'))
        {
            return false;
        }

        value = rest[1..(end + 1)].ToString();
        rest = rest[(end + 2)..].TrimStart();
        return true;
    }
}
