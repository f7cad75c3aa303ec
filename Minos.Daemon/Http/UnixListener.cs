using System.Net.Sockets;
using System.Text;
using Minos.Configuration;
using Minos.Native;

namespace Minos.Daemon.Http;

/// <summary>A listener on a socket file.</summary>
/// <remarks>
/// The file gets its mode and owner, and the socket listens, under a private name; only then it is linked to the name that
/// clients know. So nobody ever meets a socket that is too open, and of two daemons only one gets the name.
/// </remarks>
internal sealed class UnixListener : Listener
{
    private const int MaxPathBytes = 107; // sun_path of man 7 unix, without the zero at its end
    private const int MaxAttempts = 5;

    private readonly string _path;
    private readonly FileIdentity _identity;

    private UnixListener(UnixHttpServerSettings settings, Socket socket, FileIdentity identity)
        : base(settings, socket, new UnixDomainSocketEndPoint(settings.Path))
    {
        _path = settings.Path;
        _identity = identity;
    }

    public static UnixListener Open(UnixHttpServerSettings settings)
    {
        string directory = Path.GetDirectoryName(settings.Path) ?? "/";
        string privateName = Path.Combine(directory, $".{Environment.ProcessId}");
        int length = Math.Max(Encoding.UTF8.GetByteCount(settings.Path), Encoding.UTF8.GetByteCount(privateName));
        if (length > MaxPathBytes)
        {
            throw new HttpServerException(
                HttpServerFailure.SocketFile,
                settings,
                $"The path of this socket is too long: {length} bytes with the names that making it needs, of {MaxPathBytes} that "
                + "the system allows; choose a shorter one for \"file\"");
        }

        if (!FileStatus.TryGet(directory, out _))
        {
            throw new HttpServerException(
                HttpServerFailure.SocketFile, settings, $"The directory {directory} of this socket does not exist or cannot be reached");
        }

        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _ = FileNames.Remove(privateName);
            socket.Bind(new UnixDomainSocketEndPoint(privateName));
            try
            {
                Restrict(privateName, settings);
                socket.Listen(Backlog);
                Publish(privateName, settings);
                return FileStatus.TryGetNoFollow(privateName, out FileStatus status)
                    ? new UnixListener(settings, socket, status.Identity)
                    : throw new HttpServerException(HttpServerFailure.SocketFile, settings, $"{privateName} was removed while in use");
            }
            finally
            {
                _ = FileNames.Remove(privateName);
            }
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw CannotOpen(settings, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The socket file is the one that the socket was made with, as long as it is there.</summary>
    public static UnixListener Inherit(UnixHttpServerSettings settings, Socket socket) =>
        new(settings, socket, FileStatus.TryGetNoFollow(settings.Path, out FileStatus status) ? status.Identity : default) { IsInherited = true };

    /// <summary>Removes the socket file, unless another daemon has put its own there.</summary>
    public override void Withdraw()
    {
        if (FileStatus.TryGetNoFollow(_path, out FileStatus status) && status.Identity == _identity)
        {
            // When it fails (the directory has become read-only), the next daemon sees that nobody listens there.
            _ = FileNames.Remove(_path);
        }
    }

    private static void Restrict(string privateName, UnixHttpServerSettings settings)
    {
        ThrowIfFailed(FileNames.ChangeMode(privateName, settings.Mode), $"chmod {settings.Path}", settings);
        if (settings.Owner is not { } owner || owner is { UserId: -1, GroupId: -1 })
        {
            return;
        }

        int error = FileNames.ChangeOwner(privateName, owner.UserId, owner.GroupId);
        if (error == Errno.EPERM)
        {
            throw new HttpServerException(
                HttpServerFailure.SocketFile,
                settings,
                $"Not permitted to chown {settings.Path} to uid/gid ({owner.UserId}, {owner.GroupId}); adjust \"sockchown\" value in "
                + $"config file or on command line to values that the current user ({Environment.UserName}) can successfully chown");
        }

        ThrowIfFailed(error, $"chown {settings.Path}", settings);
    }

    private static void Publish(string privateName, UnixHttpServerSettings settings)
    {
        for (int attempt = 1; ; attempt++)
        {
            int error = FileNames.Link(privateName, settings.Path);
            if (error != Errno.EEXIST || attempt == MaxAttempts)
            {
                ThrowIfFailed(error, $"link {settings.Path}", settings);
                return;
            }

            if (FileStatus.TryGetNoFollow(settings.Path, out FileStatus found))
            {
                RemoveStale(found, settings);
            }
        }
    }

    private static void RemoveStale(FileStatus found, UnixHttpServerSettings settings)
    {
        if (!found.IsSocket)
        {
            throw new HttpServerException(
                HttpServerFailure.SocketFile, settings, $"{settings.Path} exists and is not a socket; remove it or choose another \"file\"");
        }

        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(settings.Path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            if (FileStatus.TryGetNoFollow(settings.Path, out FileStatus now) && now.Identity == found.Identity)
            {
                ThrowIfFailed(FileNames.Remove(settings.Path), $"remove the stale socket {settings.Path}", settings);
            }

            return;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // .NET's name for ENOENT: its daemon has just removed it.
            return;
        }
        catch (SocketException e)
        {
            // A full backlog (EAGAIN) or no permission: somebody may well listen there.
            throw Busy(settings, e);
        }

        throw Busy(settings, null);
    }

    private static void ThrowIfFailed(int error, string what, UnixHttpServerSettings settings)
    {
        if (error != 0)
        {
            throw new HttpServerException(
                HttpServerFailure.SocketFile, settings, $"Cannot {what}: {Errno.Describe(error)} ({Errno.Name(error)})");
        }
    }
}
