namespace Minos.Daemon.Web;

/// <summary>Everything that the page of one process shows.</summary>
/// <param name="Row">What the status page shows.</param>
/// <param name="Command">Its command line.</param>
public sealed record ProcessDetails(ProcessRow Row, string Command)
{
    /// <summary>Its working directory; null for the daemon's.</summary>
    public string? Directory { get; init; }

    /// <summary>The user that it runs as; null for the daemon's.</summary>
    public string? User { get; init; }

    /// <summary>The last start; null before the first.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>The last end; null before the first.</summary>
    public DateTimeOffset? Stopped { get; init; }

    /// <summary>Why it could not be started, or ended unexpectedly.</summary>
    public string? Problem { get; init; }

    /// <summary>Path of its stdout log; null when it has none.</summary>
    public string? StdoutLog { get; init; }

    /// <summary>Path of its stderr log; null when it has none.</summary>
    public string? StderrLog { get; init; }

    /// <summary>Further settings, by the names of their keys.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];
}
