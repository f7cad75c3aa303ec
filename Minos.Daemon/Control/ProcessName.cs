namespace Minos.Daemon.Control;

/// <summary>A name as users type it: <c>name</c>, <c>group:name</c>, <c>group:*</c> or <c>group:</c>.</summary>
/// <param name="Group">The process group.</param>
/// <param name="Process">The process; null for the whole group.</param>
internal readonly record struct ProcessName(string Group, string? Process)
{
    public static ProcessName Parse(string text)
    {
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

    // "None" for a whole group where one process was expected: what supervisorctl prints, and scripts may look for.
    public override string ToString() => Display(Group, Process ?? "None");
}
