namespace Minos.Fleet.Connections;

/// <summary>A way to run a command on a host.</summary>
internal interface IHostTransport : IDisposable
{
    /// <summary>Begins a command; whether the host is reached at all shows when the command answers.</summary>
    /// <param name="target">The host.</param>
    /// <param name="command">For the login shell of the host's user, whichever it is.</param>
    /// <exception cref="HostException">This machine cannot even try.</exception>
    IHostCommand Run(HostTarget target, string command);
}
