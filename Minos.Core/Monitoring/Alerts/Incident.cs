namespace Minos.Monitoring.Alerts;

/// <summary>Everything of one kind that happened to one process since the last alert: one section of a mail, however often it happened.</summary>
public sealed record Incident
{
    /// <summary>What happened.</summary>
    public required AlertKind Kind { get; init; }

    /// <summary>The process group.</summary>
    public required string Group { get; init; }

    /// <summary>The process.</summary>
    public required string Process { get; init; }

    /// <summary>How often it happened.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When it happened first.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>When it happened last.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>The process id, of the last time.</summary>
    public int Pid { get; init; }

    /// <summary>Since when it had been running, of the last time; null when that is not known.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>How often it happened in the last hour.</summary>
    public int InLastHour { get; init; }

    /// <summary>Superlance's lines, the first few.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>How it ended, such as <c>exit status 3</c> or <c>terminated by SIGKILL</c>; null when that is not known.</summary>
    public string? Ending { get; init; }

    /// <summary>The last lines of its stderr; null when they cannot be had.</summary>
    public string? Stderr { get; init; }

    /// <summary>The last lines of its stdout; null when they cannot be had.</summary>
    public string? Stdout { get; init; }

    /// <summary>Its page; null when the daemon has no address that others can reach.</summary>
    public string? Page { get; init; }

    /// <summary><c>group:name</c>.</summary>
    public string Name => $"{Group}:{Process}";
}
