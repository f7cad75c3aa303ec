namespace Minos.Configuration;

/// <summary>How much a <see cref="ConfigurationProblem"/> matters.</summary>
public enum ProblemSeverity
{
    /// <summary>Worth a line in the main log; nothing is wrong.</summary>
    Information,

    /// <summary>The file is usable, but probably does not say what its author meant.</summary>
    Warning,

    /// <summary>The daemon refuses the file.</summary>
    Error,
}

/// <summary>Something wrong or noteworthy in a configuration file.</summary>
/// <param name="Severity">Whether the file can be used.</param>
/// <param name="Message">Supervisor's own sentence (spec 01), as XML-RPC clients and the main log show it.</param>
public sealed record ConfigurationProblem(ProblemSeverity Severity, string Message)
{
    /// <summary>The file it is in; null when it concerns no file.</summary>
    public string? File { get; init; }

    /// <summary>The line, from 1; 0 when unknown.</summary>
    public int Line { get; init; }

    /// <summary>The section without brackets (<c>program:x</c>).</summary>
    public string? Section { get; init; }

    /// <summary>The key.</summary>
    public string? Key { get; init; }

    /// <summary>The value as written.</summary>
    public string? Value { get; init; }

    /// <summary>What is allowed there, or what to do about it; a phrase for people.</summary>
    public string? Remedy { get; init; }

    /// <summary>One line for an operator: <c>file:line: [section] key=value: message (remedy)</c>; parts that are unknown are left out, and so are passwords.</summary>
    public override string ToString()
    {
        string place = File is null ? "" : Line > 0 ? $"{File}:{Line}: " : $"{File}: ";
        string subject = Section is null ? "" : Key is null ? $"[{Section}] " : Value is null || Key == "password" ? $"[{Section}] {Key}: " : $"[{Section}] {Key}={Value}: ";
        string remedy = Remedy is null ? "" : $" ({Remedy})";
        return (place + subject + Message + remedy).ReplaceLineEndings(" ");
    }
}
