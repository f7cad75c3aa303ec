namespace Minos.Rpc;

/// <summary>How clients and users name processes: <c>name</c>, <c>group:name</c>, or <c>group:*</c> and <c>group:</c> for a whole group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Process">The process; null for every process of the group.</param>
public readonly record struct ProcessName(string Group, string? Process)
{
    /// <summary>Splits at the first colon; a name without one is that of the process and of its group.</summary>
    public static ProcessName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new ProcessName(text, text);
        }

        string process = text[(colon + 1)..];
        return new ProcessName(text[..colon], process is "" or "*" ? null : process);
    }

    /// <summary>How a process is shown: its name alone when the group bears the same.</summary>
    public static string Display(string group, string process) => group == process ? process : $"{group}:{process}";

    /// <summary>How it is shown; <c>None</c> for a whole group where one process was expected is what supervisorctl prints, and scripts may
    /// look for.</summary>
    public override string ToString() => Display(Group, Process ?? "None");
}
