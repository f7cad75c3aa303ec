namespace Minos.Fleet;

/// <summary>One machine of a host group.</summary>
/// <param name="Id">The number in its key: 3 of <c>host.3</c>. Job configurations refer to hosts by it.</param>
/// <param name="Address">A name or an IP address.</param>
public sealed record FleetHost(int Id, string Address)
{
    /// <summary>Whether it is this machine, which needs no SSH.</summary>
    public bool IsLocal => Address is "localhost" or "127.0.0.1" or "::1";
}
