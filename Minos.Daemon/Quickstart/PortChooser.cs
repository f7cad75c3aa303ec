using System.Net;
using System.Net.Sockets;

namespace Minos.Daemon.Quickstart;

/// <summary>Chooses the supervisor's port on 127.0.0.1.</summary>
internal static class PortChooser
{
    private const int Attempts = 100;

    /// <summary>Chooses a port on which nobody listens.</summary>
    /// <param name="configured">The host group's own, which is taken or nothing.</param>
    /// <param name="previous">The installed configuration's; else the default is tried first.</param>
    /// <param name="note">Takes a line when another port than the preferred one is taken.</param>
    /// <exception cref="QuickstartException">There is none.</exception>
    internal static int Choose(int? configured, int? previous, Action<string> note)
    {
        int preferred = configured ?? previous ?? SampleConfiguration.DefaultPort;
        if (IsFree(preferred))
        {
            return preferred;
        }

        if (configured is not null)
        {
            throw new QuickstartException($"127.0.0.1:{configured} is in use by another program (set another rpc_port= for the host group, or end that program)");
        }

        for (int port = preferred + 1; port <= Math.Min(preferred + Attempts, IPEndPoint.MaxPort); port++)
        {
            if (IsFree(port))
            {
                note($"127.0.0.1:{preferred} is in use by another program: taking port {port}.");
                return port;
            }
        }

        throw new QuickstartException(
            $"127.0.0.1:{preferred} and the {Attempts} ports after it are in use (set rpc_port= for the host group to one that is free)");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
