using System.Text.Json;
using Minos.Supervision;

namespace Minos.PowerShell;

/// <summary>A change of a process, at the moment when it happened.</summary>
public sealed class MinosEvent
{
    internal MinosEvent(MinosHost host, JsonElement row)
    {
        Time = DateTimeOffset.Now;
        (ComputerName, Group, ServerUrl) = (host.ComputerName, host.Group, host.ServerUrl);
        Name = row.GetProperty("name").GetString() ?? "";
        State = Enum.TryParse(row.GetProperty("state").GetString(), ignoreCase: true, out ProcessState state) ? state : ProcessState.Unknown;
        Pid = row.GetProperty("pid").GetInt32() is > 0 and var pid ? pid : null;
        Description = row.GetProperty("description").GetString() ?? "";
    }

    /// <summary>When it was received.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The host's name.</summary>
    public string ComputerName { get; }

    /// <summary>The host group; null for a supervisor that was named by its address.</summary>
    public string? Group { get; }

    /// <summary>The process.</summary>
    public string Name { get; }

    /// <summary>Its state now.</summary>
    public ProcessState State { get; }

    /// <summary>Its pid; null when it does not run.</summary>
    public int? Pid { get; }

    /// <summary>The supervisor's own words.</summary>
    public string Description { get; }

    /// <summary>Where its supervisor answers.</summary>
    public string ServerUrl { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}/{Name} {State}";
}
