using System.Net;
using System.Net.Sockets;
using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>Where a section listens.</summary>
internal static class ListenAddress
{
    public static string Describe(HttpServerSettings server) => server switch
    {
        UnixHttpServerSettings unix => unix.Path,
        InetHttpServerSettings inet => $"{(IsEveryInterface(inet.Host) ? "*" : inet.Host)}:{inet.Port}",
        _ => server.Section,
    };

    /// <summary>Looks up the host of a section; an IPv4 address is preferred, as Supervisor has no other.</summary>
    public static async Task<IPEndPoint> ResolveAsync(InetHttpServerSettings server, CancellationToken cancellationToken)
    {
        if (IsEveryInterface(server.Host))
        {
            return new IPEndPoint(IPAddress.Any, server.Port);
        }

        if (IPAddress.TryParse(server.Host, out IPAddress? literal))
        {
            return new IPEndPoint(literal, server.Port);
        }

        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(server.Host, cancellationToken);
            IPAddress? address = Array.Find(addresses, a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
            return address is not null ? new IPEndPoint(address, server.Port) : throw Unknown(null);
        }
        catch (SocketException e)
        {
            throw Unknown(e);
        }

        HttpServerException Unknown(Exception? inner) => new(
            HttpServerFailure.UnknownHost,
            server,
            $"Could not determine IP address for hostname {server.Host}, please try setting an explicit IP address in the \"port\" "
            + $"setting of your [{server.Section}] section.  For example, instead of \"port = {server.Port}\", "
            + $"try \"port = 127.0.0.1:{server.Port}.\"",
            inner);
    }

    private static bool IsEveryInterface(string host) => host is "" or "*";
}
