namespace Minos.PowerShell;

/// <summary>What became of a process group whose configuration is another.</summary>
public sealed class MinosConfigurationUpdate
{
    internal MinosConfigurationUpdate(MinosHost host, string processGroup, string change, bool applied)
    {
        (ComputerName, Group, ProcessGroup, Change, Applied, ServerUrl) = (host.ComputerName, host.Group, processGroup, change, applied, host.ServerUrl);
    }

    /// <summary>The host's name.</summary>
    public string ComputerName { get; }

    /// <summary>The host group; null for a supervisor that was named by its address.</summary>
    public string? Group { get; }

    /// <summary>Supervisor's group of processes.</summary>
    public string ProcessGroup { get; }

    /// <summary>Added, Changed or Removed.</summary>
    public string Change { get; }

    /// <summary>False when -WhatIf or -Confirm has left it as it was.</summary>
    public bool Applied { get; }

    /// <summary>Where its supervisor answers.</summary>
    public string ServerUrl { get; }
}
