namespace Minos.Configuration;

/// <summary>When a process that has exited is started again.</summary>
public enum AutoRestart
{
    /// <summary>Never (<c>false</c>).</summary>
    Never,

    /// <summary>When its exit code is not in <see cref="ProcessSettings.ExitCodes"/>.</summary>
    Unexpected,

    /// <summary>Always (<c>true</c>).</summary>
    Always,
}

/// <summary>One process of a program, every expansion done (spec 01 section 5.5).</summary>
public sealed record ProcessSettings
{
    /// <summary>The process's name within its group.</summary>
    public required string Name { get; init; }

    /// <summary>The command line, split by shell rules only when the process starts (a bad one is a spawn error, not a configuration error).</summary>
    public required string Command { get; init; }

    /// <summary>Working directory; null for the daemon's. Not validated before the start.</summary>
    public string? Directory { get; init; }

    /// <summary>File mode mask; null for the daemon's.</summary>
    public int? Umask { get; init; }

    /// <summary>Order within the group.</summary>
    public int Priority { get; init; } = 999;

    /// <summary>Start with the daemon.</summary>
    public bool AutoStart { get; init; } = true;

    /// <summary>Start again after an exit.</summary>
    public AutoRestart AutoRestart { get; init; } = AutoRestart.Unexpected;

    /// <summary>Seconds a process must stay up to be RUNNING; 0 or less: none.</summary>
    public int StartSeconds { get; init; } = 1;

    /// <summary>Failed starts that are tried again before FATAL.</summary>
    public int StartRetries { get; init; } = 3;

    /// <summary>Exit codes that are expected; 999 is never reached and makes every exit unexpected (the Minos fork).</summary>
    public ValueList<int> ExitCodes { get; init; } = [0];

    /// <summary>Signal number sent by a stop; 0 only probes.</summary>
    public int StopSignal { get; init; } = 15;

    /// <summary>Seconds from the stop signal to SIGKILL.</summary>
    public int StopWaitSeconds { get; init; } = 10;

    /// <summary>Send the stop signal to the process group.</summary>
    public bool StopAsGroup { get; init; }

    /// <summary>Send SIGKILL to the process group.</summary>
    public bool KillAsGroup { get; init; }

    /// <summary>The user to run as; null for the daemon's.</summary>
    public UserIdentity? User { get; init; }

    /// <summary>stderr goes where stdout goes.</summary>
    public bool RedirectStderr { get; init; }

    /// <summary>What happens to stdout.</summary>
    public required OutputSettings Stdout { get; init; }

    /// <summary>What happens to stderr; <see cref="LogDestination.None"/> with <see cref="RedirectStderr"/>.</summary>
    public required OutputSettings Stderr { get; init; }

    /// <summary><c>[supervisord] environment</c> with the program's own over it, sorted by name.</summary>
    public ValueList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Value of SUPERVISOR_SERVER_URL; null chooses the first server (AUTO).</summary>
    public string? ServerUrl { get; init; }

    /// <summary>Where the web page's name links to (the Minos fork).</summary>
    public string? HttpUrl { get; init; }
}

/// <summary>Where a stream of output is kept.</summary>
public enum LogDestination
{
    /// <summary>Read and thrown away.</summary>
    None,

    /// <summary>A file in the child log directory, named by the daemon when the group is made.</summary>
    Automatic,

    /// <summary><see cref="OutputSettings.Path"/>.</summary>
    File,
}

/// <summary>The <c>stdout_*</c> or <c>stderr_*</c> keys of a program.</summary>
public sealed record OutputSettings
{
    /// <summary>Where it goes.</summary>
    public LogDestination Destination { get; init; } = LogDestination.Automatic;

    /// <summary>Absolute path of the log when <see cref="Destination"/> is <see cref="LogDestination.File"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Size in bytes at which the log is rotated; 0 never.</summary>
    public long MaxBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary>How many rotated logs are kept; 0 truncates.</summary>
    public int Backups { get; init; } = 10;

    /// <summary>Size in bytes of the capture buffer; 0 turns capture mode off.</summary>
    public long CaptureMaxBytes { get; init; }

    /// <summary>Publish a PROCESS_LOG event for each read.</summary>
    public bool EventsEnabled { get; init; }

    /// <summary>Send each line to syslog(3).</summary>
    public bool Syslog { get; init; }

    /// <summary>How its lines stand in the log file.</summary>
    public LineFormat Format { get; init; }
}
