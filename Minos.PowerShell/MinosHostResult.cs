using Minos.Fleet;

namespace Minos.PowerShell;

/// <summary>What Install-, Uninstall- and Start-MinosSupervisor did on a host.</summary>
public sealed class MinosHostResult
{
    internal MinosHostResult(HostResult result) => Result = result;

    /// <summary>The host's name or address as the host groups file has it.</summary>
    public string ComputerName => Result.Target.Host.Address;

    /// <summary>The host group.</summary>
    public string Group => Result.Target.Group.Name;

    /// <summary>Unchanged, Changed, Failed or Skipped.</summary>
    public HostStatus Status => Result.Status;

    /// <summary>Whether the changes were only found, as -WhatIf has it.</summary>
    public bool IsPlan => Result.IsPlan;

    /// <summary>What was changed, in order.</summary>
    public InstallChange[] Changes => [.. Result.Changes];

    /// <summary>The difference of supervisord.conf, old to new; passwords are left out.</summary>
    public string Difference => Result.Difference;

    /// <summary>What was being done when it failed; null unless it did.</summary>
    public HostPhase? Phase => Result.Phase;

    /// <summary>Why it failed or was not begun; empty unless it was.</summary>
    public string Error => Result.Error;

    /// <summary>The digest of the release in use; null when there is none or it is not known.</summary>
    public string? Release => Result.Release;

    /// <summary>The supervisor's process id; null when none runs or it is not known.</summary>
    public int? Pid => Result.Pid;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration => Result.Duration;

    internal HostResult Result { get; }

    /// <summary><c>group/host: status</c>.</summary>
    public override string ToString() => $"{Result.Target}: {Status}";
}
