namespace Minos.Configuration;

/// <summary>The <c>[supervisord]</c> section with the command line's values over it (spec 01 section 5.3).</summary>
public sealed record DaemonSettings
{
    /// <summary>Absolute path of the main log, or <c>syslog</c>.</summary>
    public required string LogFile { get; init; }

    /// <summary>Size in bytes at which the main log is rotated; 0 never.</summary>
    public long LogFileMaxBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary>How many rotated main logs are kept; 0 truncates.</summary>
    public int LogFileBackups { get; init; } = 10;

    /// <summary>The least important level that the main log shows.</summary>
    public SupervisorLogLevel LogLevel { get; init; } = SupervisorLogLevel.Info;

    /// <summary>Absolute path of the pid file.</summary>
    public required string PidFile { get; init; }

    /// <summary>File mode mask; applied only when the daemon puts itself in the background.</summary>
    public int Umask { get; init; } = 0x12; // 022

    /// <summary>Stay in the foreground.</summary>
    public bool NoDaemon { get; init; }

    /// <summary>In the foreground, do not copy the main log to stdout.</summary>
    public bool Silent { get; init; }

    /// <summary>File descriptors that must be available.</summary>
    public int MinFds { get; init; } = 1024;

    /// <summary>Processes that must be available.</summary>
    public int MinProcs { get; init; } = 200;

    /// <summary>Keep the AUTO child logs of earlier runs.</summary>
    public bool NoCleanup { get; init; }

    /// <summary>Directory of AUTO child logs, absolute.</summary>
    public required string ChildLogDirectory { get; init; }

    /// <summary>The user to become; null stays.</summary>
    public UserIdentity? User { get; init; }

    /// <summary>Working directory; entered only when the daemon puts itself in the background.</summary>
    public string? Directory { get; init; }

    /// <summary>Remove ANSI escape sequences from child logs.</summary>
    public bool StripAnsi { get; init; }

    /// <summary>The offset from UTC of the times in child logs (<see cref="LineFormat"/>), whole minutes up to 14 hours either way; null is the
    /// machine's time zone with its changes.</summary>
    public TimeSpan? FormatUtcOffset { get; init; } = TimeSpan.Zero;

    /// <summary>Variables for every child; also merged into each <see cref="ProcessSettings.Environment"/>.</summary>
    public ValueList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>The name in event headers and AUTO log names.</summary>
    public string Identifier { get; init; } = "supervisor";

    /// <summary>The Minos fork's file of child pids, absolute; null is off (spec 01 section 10).</summary>
    public string? SubprocessPidFile { get; init; }
}
