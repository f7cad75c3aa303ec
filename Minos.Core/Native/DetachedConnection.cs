using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>An open connection apart from the socket object that it belonged to, so that it can go on in the program that is executed in this one's place.</summary>
public sealed class DetachedConnection : IDisposable
{
    private const short PollHangUp = 0x10 | 0x8; // POLLHUP | POLLERR
    private const short PollOtherEndClosed = 0x2000; // POLLRDHUP

    private readonly SafeFileHandle _socket;

    private DetachedConnection(SafeFileHandle socket)
    {
        _socket = socket;
        Pipe.SetNonBlocking(socket);
    }

    /// <summary>The connection's number.</summary>
    public int Descriptor => (int)_socket.DangerousGetHandle();

    /// <summary>Takes over a connection that the program before this one has handed on.</summary>
    /// <param name="descriptor">Its number.</param>
    public static DetachedConnection Inherit(int descriptor) => new(ProgramReplacement.Take(descriptor));

    /// <summary>Takes a connection away from its socket object. That has a socket which is connected with nobody from then on: whoever shuts it
    /// down and closes it, as a web server does that stops, does nothing to the connection.</summary>
    /// <param name="socket">The socket object; nobody is sending by it.</param>
    /// <returns>Null when there are no descriptors.</returns>
    public static DetachedConnection? TryDetach(Socket socket)
    {
        Socket unconnected;
        try
        {
            unconnected = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        }
        catch (SocketException)
        {
            return null;
        }

        using (unconnected)
        {
            int number = (int)socket.SafeHandle.DangerousGetHandle();
            int copy = Libc.Fcntl(number, Libc.FcntlDuplicateCloseOnExec, 0);
            if (copy < 0)
            {
                return null;
            }

            var connection = new DetachedConnection(new SafeFileHandle(copy, ownsHandle: true));
            if (Libc.DuplicateWithFlags((int)unconnected.SafeHandle.DangerousGetHandle(), number, Libc.CloseOnExec) >= 0)
            {
                return connection;
            }

            connection.Dispose();
            return null;
        }
    }

    /// <summary>Whether the other end has been closed.</summary>
    public unsafe bool HasEnded
    {
        get
        {
            var entry = new Libc.PollEntry { Descriptor = Descriptor, Events = PollOtherEndClosed };
            return Libc.Poll(&entry, 1, 0) > 0 && (entry.Ready & (PollHangUp | PollOtherEndClosed)) != 0;
        }
    }

    /// <summary>Sends what the connection takes without waiting.</summary>
    /// <returns>How many bytes; 0 when the other end reads nothing at the moment, -1 when it is gone.</returns>
    public unsafe int Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                // The runtime ignores SIGPIPE.
                nint count = Libc.Write(Descriptor, start, (nuint)bytes.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                if (Errno.Last != Errno.EINTR)
                {
                    return Errno.Last == Errno.EAGAIN ? 0 : -1;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
