namespace Minos.Fleet;

/// <summary>A host with the group that says how to reach it.</summary>
/// <param name="Group">The host group.</param>
/// <param name="Host">One of its hosts.</param>
public sealed record HostTarget(HostGroup Group, FleetHost Host)
{
    /// <summary>How commands reach it.</summary>
    public HostTransport Transport => Group.Transport ?? (Host.IsLocal ? HostTransport.Local : HostTransport.Ssh);

    /// <summary>Where its supervisor has its files.</summary>
    public SupervisorLayout Layout => new(Group.RootDirectory);

    /// <summary><c>group/address</c>.</summary>
    public override string ToString() => $"{Group.Name}/{Host.Address}";
}
