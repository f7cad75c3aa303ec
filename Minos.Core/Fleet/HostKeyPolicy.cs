namespace Minos.Fleet;

/// <summary>What is done with a host key that is not among the known ones (man 5 ssh_config, StrictHostKeyChecking).</summary>
/// <remarks>A key that has changed is refused always.</remarks>
public enum HostKeyPolicy
{
    /// <summary>The host is refused.</summary>
    Strict,

    /// <summary>It is added to the known ones.</summary>
    AcceptNew,
}
