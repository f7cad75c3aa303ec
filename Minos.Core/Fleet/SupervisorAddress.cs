namespace Minos.Fleet;

/// <summary>Where the supervisor of a host answers.</summary>
public static class SupervisorAddress
{
    /// <summary>The port of a group that names none.</summary>
    public const int DefaultPort = 9001;

    /// <summary>The URL for <see cref="Rpc.RpcClient"/>.</summary>
    /// <param name="group">The host's group.</param>
    /// <param name="host">The host. The supervisor of this machine is reached by its socket, which needs no password, unless the group has a port.</param>
    public static string UrlOf(HostGroup group, FleetHost host) => host.IsLocal && group.RpcPort is null
        ? "unix://" + new SupervisorLayout(group.RootDirectory).SocketFile
        : $"http://{(host.Address.Contains(':', StringComparison.Ordinal) ? $"[{host.Address}]" : host.Address)}:{group.RpcPort ?? DefaultPort}";
}
