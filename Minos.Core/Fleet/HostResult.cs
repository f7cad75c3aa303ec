using Minos.Configuration;

namespace Minos.Fleet;

/// <summary>What an operation did on one host.</summary>
/// <param name="Target">The host.</param>
/// <param name="Status">What it came to.</param>
public sealed record HostResult(HostTarget Target, HostStatus Status)
{
    /// <summary>Whether the changes were only found, not made.</summary>
    public bool IsPlan { get; init; }

    /// <summary>What was changed, in order; what would be, for a plan.</summary>
    public ValueList<InstallChange> Changes { get; init; } = [];

    /// <summary>The difference of the configuration, old to new, in unified form; passwords are left out. Empty without one.</summary>
    public string Difference { get; init; } = "";

    /// <summary>What was being done when it failed; null unless it did.</summary>
    public HostPhase? Phase { get; init; }

    /// <summary>Why it failed or was not begun; empty unless it was.</summary>
    public string Error { get; init; } = "";

    /// <summary>The digest of the release in use; null when there is none or it is not known.</summary>
    public string? Release { get; init; }

    /// <summary>The daemon's process id; null when none runs or it is not known.</summary>
    public int? Pid { get; init; }

    /// <summary>The daemon's version; null unless the operation asked for it.</summary>
    public string? Version { get; init; }

    /// <summary>How many processes are in which state, by the state's name; empty unless the operation asked for it.</summary>
    public IReadOnlyDictionary<string, int> States { get; init; } = new Dictionary<string, int>();

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
