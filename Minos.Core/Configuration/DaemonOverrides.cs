namespace Minos.Configuration;

/// <summary>Values of the daemon's command line; each wins over the configuration file, also after a reread, unless it is null.</summary>
public sealed record DaemonOverrides
{
    /// <summary>A command line without options.</summary>
    public static DaemonOverrides None { get; } = new();

    /// <summary><c>-n</c>.</summary>
    public bool? NoDaemon { get; init; }

    /// <summary><c>-s</c>.</summary>
    public bool? Silent { get; init; }

    /// <summary><c>-u</c>: a user's name or number, not looked up yet.</summary>
    public string? User { get; init; }

    /// <summary><c>-m</c>.</summary>
    public int? Umask { get; init; }

    /// <summary><c>-d</c>: a directory that exists.</summary>
    public string? Directory { get; init; }

    /// <summary><c>-l</c>: a path, or <c>syslog</c>.</summary>
    public string? LogFile { get; init; }

    /// <summary><c>-y</c>, in bytes.</summary>
    public long? LogFileMaxBytes { get; init; }

    /// <summary><c>-z</c>.</summary>
    public int? LogFileBackups { get; init; }

    /// <summary><c>-e</c>.</summary>
    public SupervisorLogLevel? LogLevel { get; init; }

    /// <summary><c>-j</c>.</summary>
    public string? PidFile { get; init; }

    /// <summary><c>-i</c>.</summary>
    public string? Identifier { get; init; }

    /// <summary><c>-q</c>: a directory that exists.</summary>
    public string? ChildLogDirectory { get; init; }

    /// <summary><c>-k</c>.</summary>
    public bool? NoCleanup { get; init; }

    /// <summary><c>-a</c>.</summary>
    public int? MinFds { get; init; }

    /// <summary><c>--minprocs</c>.</summary>
    public int? MinProcs { get; init; }

    /// <summary><c>-t</c>.</summary>
    public bool? StripAnsi { get; init; }

    /// <summary><c>--subprocpidfile</c> (the Minos fork).</summary>
    public string? SubprocessPidFile { get; init; }
}
