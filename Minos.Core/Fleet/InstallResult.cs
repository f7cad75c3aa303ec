using Minos.Configuration;

namespace Minos.Fleet;

/// <summary>What an installation came to.</summary>
public enum InstallStatus
{
    /// <summary>Everything was there already; nothing was written.</summary>
    Unchanged,

    /// <summary>Something was written.</summary>
    Changed,
}

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
public sealed record InstallChange(InstallChangeKind Kind, string Path, string Detail = "");

/// <summary>What an installation did.</summary>
/// <param name="Digest">The release that is now in use.</param>
/// <param name="ReleaseChanged">Whether another release was in use before, or none.</param>
/// <param name="ConfigurationChanged">Whether the configuration was another before, or there was none.</param>
/// <param name="Changes">In the order in which they were made.</param>
public sealed record InstallResult(string Digest, bool ReleaseChanged, bool ConfigurationChanged, ValueList<InstallChange> Changes)
{
    /// <summary>Whether anything was written.</summary>
    public InstallStatus Status => Changes.Count == 0 ? InstallStatus.Unchanged : InstallStatus.Changed;
}
