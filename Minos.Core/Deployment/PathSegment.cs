using System.Buffers;

namespace Minos.Deployment;

/// <summary>Names that become one level of a path: of services, clusters, jobs, packages and files.</summary>
public static class PathSegment
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "1 to 128 letters, digits, '.', '_', '-' and '+', not beginning with '.' or '-'";

    private const int MaxLength = 128;

    private static readonly SearchValues<char> s_characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-+");

    /// <summary>Whether a name can be one level of a path, an argument of a command and a part of a URL without being anything else.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength } && name[0] is not ('.' or '-') && !name.AsSpan().ContainsAnyExcept(s_characters);
}
