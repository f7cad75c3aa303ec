using Minos.Configuration;

namespace Minos.Logs;

/// <summary>What happens to what one process writes to one of its streams. Without anything set it is read and thrown away.</summary>
/// <remarks>The callbacks run on the log pump's thread and must return at once; the bytes that they get are theirs to keep.</remarks>
public sealed record OutputSink
{
    /// <summary>The process's name, for syslog and the main log.</summary>
    public required string ProcessName { get; init; }

    /// <summary>The name of its process group, for <see cref="LineFormat.Json"/>.</summary>
    public string GroupName { get; init; } = "";

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>The log file; null for none.</summary>
    public LogFileOptions? File { get; init; }

    /// <summary>How the lines stand in the file; syslog, the main log and events get them as they are.</summary>
    public LineFormat Format { get; init; }

    /// <summary>The offset from UTC of the times in the file; null is the machine's time zone.</summary>
    public TimeSpan? UtcOffset { get; init; } = TimeSpan.Zero;

    /// <summary>An earlier daemon has logged the beginning of this output: a line that the file ends in is gone on with.</summary>
    public bool IsContinued { get; init; }

    /// <summary>Remove ANSI escape sequences (Supervisor's manual, <c>strip_ansi</c>).</summary>
    public bool StripAnsi { get; init; }

    /// <summary>Size in bytes of the capture buffer (Supervisor's manual, <c>stdout_capture_maxbytes</c>); 0: no capture mode.</summary>
    public long CaptureMaxBytes { get; init; }

    /// <summary>Send each line to syslog, the process's name before it.</summary>
    public bool Syslog { get; init; }

    /// <summary>Repeat the output in the main log when that shows level debug.</summary>
    public bool MirrorToMainLog { get; init; } = true;

    /// <summary>Gets each piece of output, captured or not (PROCESS_LOG events).</summary>
    public Action<ReadOnlyMemory<byte>>? OutputReceived { get; init; }

    /// <summary>Gets each captured message (PROCESS_COMMUNICATION events).</summary>
    public Action<ReadOnlyMemory<byte>>? MessageReceived { get; init; }
}
