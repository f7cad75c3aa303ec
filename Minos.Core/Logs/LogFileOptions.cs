namespace Minos.Logs;

/// <summary>A log file and how it is rotated (Supervisor's manual, <c>stdout_logfile</c> and its companions).</summary>
public sealed record LogFileOptions
{
    /// <summary>Full path: a file, a FIFO, a terminal, or <c>/dev/stdout</c> and its like.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes at which the file is rotated, at the end of the line that reaches it; 0 never.</summary>
    public long MaxBytes { get; init; }

    /// <summary>How many rotated files are kept, <c>.1</c> being the newest; 0 empties the file instead.</summary>
    public int Backups { get; init; }

    /// <summary>The file is created for its owner only (mode 0600), otherwise as the umask says.</summary>
    public bool IsPrivate { get; init; }
}
