using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>The bound socket of one section, and what its clients must show.</summary>
internal class Listener(HttpServerSettings settings, Socket socket, EndPoint endPoint)
{
    /// <summary>As Supervisor's.</summary>
    public const int Backlog = 1024;

    private const string InUse =
        "Another program is already listening on a port that one of our HTTP servers is configured to use.  "
        + "Shut this program down first before starting supervisord.";

    public HttpServerSettings Settings { get; } = settings;

    public Socket Socket { get; } = socket;

    /// <summary>The name by which the web server asks for this socket.</summary>
    public EndPoint EndPoint { get; } = endPoint;

    public BasicAuthenticator Authenticator { get; } = new(settings);

    /// <summary>What TLS clients are shown; null serves without TLS.</summary>
    public X509Certificate2? Certificate { get; private init; }

    /// <summary>Whether the daemon had the socket before whose place this one has taken.</summary>
    public bool IsInherited { get; protected init; }

    public static async Task<Listener> OpenAsync(HttpServerSettings settings, CancellationToken cancellationToken) => settings switch
    {
        UnixHttpServerSettings unix => UnixListener.Open(unix),
        InetHttpServerSettings inet => await OpenInetAsync(inet, cancellationToken),
        _ => throw new ArgumentException($"Section [{settings.Section}] is of no known kind", nameof(settings)),
    };

    /// <summary>Takes over a socket that the daemon had before whose place this one has taken.</summary>
    public static Listener Inherit(HttpServerSettings settings, int descriptor)
    {
        _ = Native.ProgramReplacement.Take(descriptor, ownsHandle: false);
        Socket socket = new(new SafeSocketHandle(descriptor, ownsHandle: true));
        if (settings is UnixHttpServerSettings unix)
        {
            return UnixListener.Inherit(unix, socket);
        }

        ThrowIfOpenToAll(settings, ((IPEndPoint)socket.LocalEndPoint!).Address);
        return new Listener(settings, socket, socket.LocalEndPoint!) { Certificate = LoadCertificate(settings), IsInherited = true };
    }

    /// <summary>Closes a socket that the daemon had before and for which there is no section any more.</summary>
    public static void CloseInherited(string address, int descriptor)
    {
        new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)).Dispose();
        if (address.StartsWith('/'))
        {
            _ = Native.FileNames.Remove(address);
        }
    }

    /// <summary>Closes it.</summary>
    public void Close()
    {
        Withdraw();
        Socket.Dispose();
        Certificate?.Dispose();
    }

    /// <summary>Takes the listener out of its clients' sight; open connections go on.</summary>
    public virtual void Withdraw()
    {
    }

    protected static HttpServerException Busy(HttpServerSettings settings, Exception? inner) =>
        new(HttpServerFailure.AddressInUse, settings, InUse, inner);

    protected static HttpServerException CannotOpen(HttpServerSettings settings, SocketException inner) => new(
        HttpServerFailure.System,
        settings,
        $"Cannot open an HTTP server: socket.error reported errno.{Native.Errno.Name(inner.NativeErrorCode)} ({inner.NativeErrorCode})",
        inner);

    private static X509Certificate2? LoadCertificate(HttpServerSettings settings) =>
        settings is InetHttpServerSettings { Tls: { } tls } inet ? ServerCertificate.Load(inet, tls) : null;

    private static async Task<Listener> OpenInetAsync(InetHttpServerSettings settings, CancellationToken cancellationToken)
    {
        IPEndPoint endPoint = await ListenAddress.ResolveAsync(settings, cancellationToken);
        ThrowIfOpenToAll(settings, endPoint.Address);
        X509Certificate2? certificate = LoadCertificate(settings);
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return new Listener(settings, socket, socket.LocalEndPoint!) { Certificate = certificate };
        }
        catch (SocketException e)
        {
            socket.Dispose();
            certificate?.Dispose();
            throw e.SocketErrorCode == SocketError.AddressAlreadyInUse ? Busy(settings, e) : CannotOpen(settings, e);
        }
    }

    private static void ThrowIfOpenToAll(HttpServerSettings settings, IPAddress address)
    {
        if (string.IsNullOrEmpty(settings.UserName) && settings is InetHttpServerSettings { AllowInsecure: false } && !IPAddress.IsLoopback(address))
        {
            throw new HttpServerException(
                HttpServerFailure.Insecure,
                settings,
                "This HTTP server is open to other machines and asks for no password, so that anyone who reaches it controls this "
                + "daemon; set username and password, or allow_insecure=true if that is meant");
        }
    }
}
