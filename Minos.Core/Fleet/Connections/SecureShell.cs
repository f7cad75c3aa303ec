#if SSHNET
using Minos.Fleet.Connections.SshNet;
#endif

namespace Minos.Fleet.Connections;

/// <summary>The way to hosts that are not this machine.</summary>
internal static class SecureShell
{
    /// <summary>Makes it: over OpenSSH's client, or over SSH.NET in a build with <c>-p:SshNet=true</c>.</summary>
    /// <param name="connectTime">How long to wait for a connection.</param>
    internal static IHostTransport Create(TimeSpan connectTime) =>
#if SSHNET
        new SshNetTransport(connectTime);
#else
        new SshTransport(connectTime);
#endif
}
