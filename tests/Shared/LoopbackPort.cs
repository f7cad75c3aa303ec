using System.Net;
using System.Net.Sockets;

namespace Minos.Tests;

/// <summary>TCP ports of 127.0.0.1 for daemons that a test starts.</summary>
internal static class LoopbackPort
{
    private static readonly List<Socket> s_held = [];

    /// <summary>Takes a port that nobody else gets before the tests end.</summary>
    /// <remarks>
    /// It stays bound, but is not listened on: the kernel gives it to no one who asks for any port, and whoever binds it by number
    /// with SO_REUSEADDR, as servers do, may (man 7 socket). Until then connections are refused.
    /// </remarks>
    public static int Take() => Hold(0);

    /// <summary>Takes a port of one's own choice, for programs that count up from their first one.</summary>
    /// <returns>Whether it was free.</returns>
    public static bool TryTake(int port)
    {
        try
        {
            // Another test that holds it has the same option, so binding alone would not tell.
            lock (s_held)
            {
                if (port > IPEndPoint.MaxPort || s_held.Any(socket => ((IPEndPoint)socket.LocalEndPoint!).Port == port))
                {
                    return false;
                }
            }

            return Hold(port) == port;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int Hold(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        lock (s_held)
        {
            s_held.Add(socket);
        }

        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
