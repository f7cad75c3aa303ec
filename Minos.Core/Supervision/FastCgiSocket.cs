using System.Net;
using System.Net.Sockets;
using Minos.Configuration;
using Minos.Logs;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>The listening socket that the processes of a <c>[fcgi-program:x]</c> share as their stdin: opened for the first of them that
/// starts, closed after the last that ends (Supervisor's manual, "[fcgi-program:x] Section Settings").</summary>
/// <remarks>Taken on the spawn thread and released on any; the lock is held only while a socket is opened or closed.</remarks>
public sealed class FastCgiSocket
{
    private const string TcpScheme = "tcp://";
    private const string UnixScheme = "unix://";
    private const int DefaultMode = 0x1C0; // 0700
    private const int MaxBacklog = 65535; // The kernel caps it at net.core.somaxconn.

    private readonly FastCgiGroupSettings _settings;
    private readonly ISupervisorLog _log;
    private readonly Lock _lock = new();
    private Socket? _socket;
    private int _users;

    /// <summary>Describes the socket; nothing is opened.</summary>
    public FastCgiSocket(FastCgiGroupSettings settings, ISupervisorLog log)
    {
        _settings = settings;
        _log = log;
    }

    private string? UnixPath => _settings.Socket.StartsWith(UnixScheme, StringComparison.Ordinal) ? _settings.Socket[UnixScheme.Length..] : null;

    /// <summary>Opens and closes it, so that one that cannot be opened is known before anything is started.</summary>
    /// <exception cref="IOException">It cannot be opened; the message is Supervisor's.</exception>
    public void Probe() => Close(Open());

    /// <summary>Takes the socket for one process; <see cref="Release"/> must follow.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal SafeSocketHandle Acquire()
    {
        lock (_lock)
        {
            if (_socket is null)
            {
                _log.Info($"Creating socket {_settings.Socket}");
                _socket = Open();
            }

            _users++;
            return _socket.SafeHandle;
        }
    }

    /// <summary>Takes the socket over from a process that an earlier daemon has started with it; <see cref="Release"/> must follow.</summary>
    internal void Adopt(SpawnedProcess process)
    {
        lock (_lock)
        {
            _users++;
            _socket ??= process.TryCopyDescriptor(0) is { } handle ? new Socket(new SafeSocketHandle(handle.DangerousGetHandle(), ownsHandle: true)) : null;
        }
    }

    /// <summary>Gives it back after the process has ended, or could not be started.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            if (--_users == 0 && _socket is { } socket)
            {
                _log.Info($"Closing socket {_settings.Socket}");
                _socket = null;
                Close(socket);
            }
        }
    }

    private Socket Open()
    {
        try
        {
            Socket socket = UnixPath is { } path ? OpenUnix(path) : OpenTcp(_settings.Socket[TcpScheme.Length..]);
            socket.Listen(_settings.Backlog ?? MaxBacklog);
            return socket;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new IOException($"Could not create FastCGI socket {_settings.Socket}: {exception.Message}", exception);
        }
    }

    private Socket OpenUnix(string path)
    {
        // What an earlier life has left; a socket that somebody listens on is replaced as well, as by Supervisor.
        if (FileStatus.TryGetNoFollow(path, out FileStatus status) && status.IsSocket)
        {
            _ = FileNames.Remove(path);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            Check(FileNames.ChangeMode(path, _settings.Mode ?? DefaultMode), $"chmod {path}");
            if (_settings.Owner is { } owner)
            {
                Check(FileNames.ChangeOwner(path, owner.UserId, owner.GroupId), $"chown {path}");
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket OpenTcp(string address)
    {
        int colon = address.LastIndexOf(':');
        string host = address[..colon];
        IPAddress ip = host is "" or "*"
            ? IPAddress.Any
            : Array.Find(Dns.GetHostAddresses(host), a => a.AddressFamily == AddressFamily.InterNetwork) ?? throw new IOException($"{host} has no IPv4 address");
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(ip, int.Parse(address[(colon + 1)..])));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Check(int errno, string operation)
    {
        if (errno != 0)
        {
            throw new IOException($"{operation}: {Errno.Describe(errno)}");
        }
    }

    private void Close(Socket socket)
    {
        socket.Dispose();
        if (UnixPath is { } path)
        {
            _ = FileNames.Remove(path);
        }
    }
}
