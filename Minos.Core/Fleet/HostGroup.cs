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

    /// <summary>The supervisor's TCP port, 1 to 65535; null when the file leaves it open. Not in the original's files.</summary>
    public int? Port { get; init; }

    /// <summary>At least one, sorted by id.</summary>
    public ValueList<FleetHost> Hosts { get; init; } = [];

    /// <summary>Name and number of hosts; never the password.</summary>
    public override string ToString() => $"{Name} ({Hosts.Count} {(Hosts.Count == 1 ? "host" : "hosts")})";
}
