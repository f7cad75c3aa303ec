namespace Minos.Logs;

/// <summary>Why a log could not be read; the names are those of Supervisor's faults.</summary>
public enum LogReadError
{
    /// <summary>Offset and length make no sense together (fault 3, BAD_ARGUMENTS).</summary>
    BadArguments,

    /// <summary>The file is there but cannot be read (fault 30, FAILED).</summary>
    Failed,

    /// <summary>There is no log, or its file is missing (fault 20, NO_FILE).</summary>
    NoFile,
}

/// <summary>A log could not be read.</summary>
public sealed class LogReadException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="path">The log's path; null when none is configured.</param>
    public LogReadException(LogReadError error, string? path)
        : base(path is null ? $"{Name(error)}" : $"{Name(error)}: {path}")
    {
        Error = error;
        Path = path;
    }

    /// <summary>What went wrong.</summary>
    public LogReadError Error { get; }

    /// <summary>The log's path; null when none is configured.</summary>
    public string? Path { get; }

    private static string Name(LogReadError error) => error switch
    {
        LogReadError.BadArguments => "BAD_ARGUMENTS",
        LogReadError.NoFile => "NO_FILE",
        _ => "FAILED",
    };
}
