namespace Minos.Fleet;

/// <summary>What was done to a path.</summary>
public enum InstallChangeKind
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It was there and is different now.</summary>
    Updated,

    /// <summary>It is gone.</summary>
    Removed,
}

/// <summary>One change of an installation.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Path">Relative to the supervisor's folder where it lies in it, else absolute.</param>
/// <param name="Detail">For people; empty when there is nothing to add.</param>
public sealed record InstallChange(InstallChangeKind Kind, string Path, string Detail = "")
{
    /// <summary>For people: <c>created supervisord.conf</c>, <c>minosd: pid 4711, started</c>.</summary>
    public override string ToString() => (Path, Detail) switch
    {
        ("minosd", _) => $"minosd: {Detail}",
        (".", _) => $"{Kind.ToString().ToLowerInvariant()} {Detail}",
        (_, "") => $"{Kind.ToString().ToLowerInvariant()} {Path}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {Path} ({Detail})",
    };
}
