using Minos.Configuration;

namespace Minos.Fleet;

/// <summary>Hosts that share user and directories: a section of <c>deploy_supervisor.cfg</c>.</summary>
public sealed record HostGroup
{
    /// <summary>The section's name.</summary>
    public required string Name { get; init; }

    /// <summary>The remote user; null leaves it to ssh.</summary>
    public string? User { get; init; }

    /// <summary>The remote user's password; null or empty leaves it to keys and agents.</summary>
    public string? Password { get; init; }

    /// <summary>Absolute; the supervisor is installed in its folder <c>supervisor</c>.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>Absolute; the directories that applications may use for their data.</summary>
    public ValueList<string> DataDirectories { get; init; } = [];

    /// <summary>The port of the hosts' sshd, 1 to 65535; null leaves it to ssh. Not in the original's files, as the keys below.</summary>
    public int? Port { get; init; }

    /// <summary>The private key; null leaves it to ssh.</summary>
    public string? IdentityFile { get; init; }

    /// <summary>The hosts to go through (man 1 ssh, option -J); null leaves it to ssh.</summary>
    public string? ProxyJump { get; init; }

    /// <summary>The file of known host keys; null leaves it to ssh.</summary>
    public string? KnownHostsFile { get; init; }

    /// <summary>What is done with the key of a host that is not known yet.</summary>
    public HostKeyPolicy HostKeyPolicy { get; init; }

    /// <summary>How commands reach the hosts; null is <see cref="HostTransport.Local"/> for this machine and ssh for others.</summary>
    public HostTransport? Transport { get; init; }

    /// <summary>The supervisors' TCP port, 1 to 65535; null when the file leaves it open.</summary>
    public int? RpcPort { get; init; }

    /// <summary>At least one, sorted by id.</summary>
    public ValueList<FleetHost> Hosts { get; init; } = [];

    /// <summary>Name and number of hosts; never the password.</summary>
    public override string ToString() => $"{Name} ({Hosts.Count} {(Hosts.Count == 1 ? "host" : "hosts")})";
}
