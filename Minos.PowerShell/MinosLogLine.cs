namespace Minos.PowerShell;

/// <summary>A line of a log.</summary>
public sealed class MinosLogLine
{
    internal MinosLogLine(MinosHost host, string? name, string stream, string line)
    {
        (ComputerName, Group, Name, Stream, Line) = (host.ComputerName, host.Group, name, stream, line);
    }

    /// <summary>The host's name.</summary>
    public string ComputerName { get; }

    /// <summary>The host group; null for a supervisor that was named by its address.</summary>
    public string? Group { get; }

    /// <summary>The process; null for the supervisor's own log.</summary>
    public string? Name { get; }

    /// <summary>stdout, stderr or supervisor.</summary>
    public string Stream { get; }

    /// <summary>The text, without its line end.</summary>
    public string Line { get; }

    /// <inheritdoc/>
    public override string ToString() => Line;
}
