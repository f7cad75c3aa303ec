namespace Minos.Fleet;

/// <summary>How commands reach a host.</summary>
public enum HostTransport
{
    /// <summary>The system's OpenSSH client.</summary>
    Ssh,

    /// <summary>A shell of this machine.</summary>
    Local,
}
