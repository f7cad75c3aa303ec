using System.Globalization;

namespace Minos.Supervision;

/// <summary>What is to be known of a process at one moment; immutable, for any thread.</summary>
public sealed record ProcessSnapshot
{
    /// <summary>Its name within the group.</summary>
    public required string Name { get; init; }

    /// <summary>Its process group.</summary>
    public required string Group { get; init; }

    /// <summary>Its state.</summary>
    public required ProcessState State { get; init; }

    /// <summary>Process id; 0 when there is none.</summary>
    public required int Pid { get; init; }

    /// <summary>The last start; null before the first.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The last end; null before the first.</summary>
    public DateTimeOffset? Stop { get; init; }

    /// <summary>When this was taken.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Time since the last start, by the monotonic clock.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>How often it has been started, with the starts that failed.</summary>
    public long StartCount { get; init; }

    /// <summary>Why it could not be started, or ended unexpectedly.</summary>
    public string? SpawnError { get; init; }

    /// <summary>The exit code, -1 after a signal; null when there is none.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>Path of its stdout log; null when it has none.</summary>
    public string? StdoutLog { get; init; }

    /// <summary>Path of its stderr log; null when it has none.</summary>
    public string? StderrLog { get; init; }

    /// <summary>The Minos fork's <c>http_url</c>.</summary>
    public string? HttpUrl { get; init; }

    /// <summary>Taken over from a daemon that died (the Minos fork's <c>resumed</c>).</summary>
    public bool IsResumed { get; init; }

    /// <summary>One line about it, in the words of Supervisor's status column.</summary>
    public string Description => State switch
    {
        ProcessState.Running => $"pid {Pid}, uptime {Format(Uptime)}{(IsResumed ? " [resumed]" : "")}",
        ProcessState.Fatal or ProcessState.Backoff => SpawnError ?? $"unknown error (try \"tail {Name}\")",
        ProcessState.Stopped or ProcessState.Exited => Start is null
            ? "Not started"
            : (Stop ?? DateTimeOffset.UnixEpoch).ToLocalTime().ToString("MMM dd hh:mm tt", CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>Takes it. On the supervision thread.</summary>
    public static ProcessSnapshot Of(SupervisedProcess process) => new()
    {
        Name = process.Name,
        Group = process.GroupName,
        State = process.State,
        Pid = process.Pid,
        Start = process.LastStart,
        Stop = process.LastStop,
        Now = DateTimeOffset.UtcNow,
        Uptime = process.Uptime,
        StartCount = process.StartCount,
        SpawnError = process.SpawnError,
        ExitStatus = process.ExitStatus,
        StdoutLog = process.Logs.StdoutPath,
        StderrLog = process.Logs.StderrPath,
        HttpUrl = process.Settings.HttpUrl,
        IsResumed = process.IsResumed,
    };

    /// <summary>As Python prints a time span: <c>0:00:59</c>, <c>1 day, 0:00:00</c>.</summary>
    private static string Format(TimeSpan time)
    {
        string days = time.Days switch
        {
            0 => "",
            1 => "1 day, ",
            _ => $"{time.Days} days, ",
        };
        return $"{days}{time.Hours}:{time.Minutes:00}:{time.Seconds:00}";
    }
}
