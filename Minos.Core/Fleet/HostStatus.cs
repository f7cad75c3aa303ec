namespace Minos.Fleet;

/// <summary>What an operation came to on a host.</summary>
public enum HostStatus
{
    /// <summary>Everything was as wanted already; nothing was done.</summary>
    Unchanged,

    /// <summary>Something was changed, or would be.</summary>
    Changed,

    /// <summary>It failed; the result has the phase and the reason.</summary>
    Failed,

    /// <summary>It was not begun: too many hosts had failed.</summary>
    Skipped,
}
