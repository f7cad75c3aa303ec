namespace Minos.Rpc;

/// <summary>How clients name processes: <c>name</c>, <c>group:name</c>, or <c>group:*</c> and <c>group:</c> for a whole group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Process">The process; null for every process of the group.</param>
public readonly record struct ProcessName(string Group, string? Process)
{
    /// <summary>Splits at the first colon; a name without one is that of the process and of its group.</summary>
    public static ProcessName Parse(string text)
    {
        int colon = text.IndexOf(':');
        string process = text[(colon + 1)..];
        return new ProcessName(colon < 0 ? text : text[..colon], process is "" or "*" ? null : process);
    }
}
