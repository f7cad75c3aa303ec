using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>A socket between two processes for short messages, each with a descriptor or none (man 7 unix, SCM_RIGHTS).</summary>
/// <remarks>A descriptor that has been sent is open until the other side has taken and closed it, even when the sender dies.</remarks>
public sealed partial class DescriptorChannel : IDisposable
{
    /// <summary>The longest message, in bytes.</summary>
    public const int MaxMessageBytes = 4096;

    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int CloseOnExec = 0x40000000; // MSG_CMSG_CLOEXEC
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int Rights = 1; // SCM_RIGHTS
    private const int ControlBytes = 24; // CMSG_SPACE(sizeof(int))
    private const int ControlLength = 20; // CMSG_LEN(sizeof(int))

    private readonly SafeFileHandle _socket;

    /// <summary>Uses a socket of a pair.</summary>
    /// <param name="socket">The socket; the channel's from now on.</param>
    public DescriptorChannel(SafeFileHandle socket) => _socket = socket;

    /// <summary>The socket's number.</summary>
    public int Descriptor => (int)_socket.DangerousGetHandle();

    /// <summary>Makes a channel and the socket of its other side.</summary>
    /// <exception cref="IOException">No descriptors are left.</exception>
    public static unsafe (DescriptorChannel Channel, SafeFileHandle Other) CreatePair()
    {
        const int Unix = 1; // AF_UNIX
        const int Messages = 5 | Libc.CloseOnExec; // SOCK_SEQPACKET | SOCK_CLOEXEC
        int* ends = stackalloc int[2];
        return SocketPair(Unix, Messages, 0, ends) == 0
            ? (new DescriptorChannel(new SafeFileHandle(ends[0], ownsHandle: true)), new SafeFileHandle(ends[1], ownsHandle: true))
            : throw Errno.Exception("socketpair", Errno.Last);
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">At most <see cref="MaxMessageBytes"/>, not empty.</param>
    /// <param name="descriptor">A descriptor that goes with it; the caller's own stays open.</param>
    /// <param name="wait">Waits while the other side takes nothing.</param>
    /// <returns>False when the other side is gone, or takes nothing.</returns>
    public unsafe bool TrySend(ReadOnlySpan<byte> message, SafeHandle? descriptor = null, bool wait = false)
    {
        byte* control = stackalloc byte[ControlBytes];
        fixed (byte* start = message)
        {
            var part = new Vector { Start = start, Length = (nuint)message.Length };
            var header = new Header { Parts = &part, PartCount = 1 };
            if (descriptor is not null)
            {
                new Span<byte>(control, ControlBytes).Clear();
                *(nuint*)control = ControlLength;
                ((int*)control)[2] = SocketLevel;
                ((int*)control)[3] = Rights;
                ((int*)control)[4] = (int)descriptor.DangerousGetHandle();
                header.Control = control;
                header.ControlLength = ControlBytes;
            }

            nint sent;
            do
            {
                sent = SendMessage(Descriptor, &header, NoSignal | (wait ? 0 : DontWait));
            }
            while (sent < 0 && Errno.Last == Errno.EINTR);

            GC.KeepAlive(descriptor);
            return sent == message.Length;
        }
    }

    /// <summary>Waits on the calling thread for a message.</summary>
    /// <param name="buffer">Gets it; of <see cref="MaxMessageBytes"/>.</param>
    /// <param name="descriptor">What came with it; the caller's.</param>
    /// <returns>Its length; 0 when the other side is gone.</returns>
    public unsafe int Receive(Span<byte> buffer, out SafeFileHandle? descriptor)
    {
        byte* control = stackalloc byte[ControlBytes];
        descriptor = null;
        fixed (byte* start = buffer)
        {
            var part = new Vector { Start = start, Length = (nuint)buffer.Length };
            var header = new Header { Parts = &part, PartCount = 1, Control = control, ControlLength = ControlBytes };
            nint received;
            do
            {
                received = ReceiveMessage(Descriptor, &header, CloseOnExec);
            }
            while (received < 0 && Errno.Last == Errno.EINTR);

            // A receiver without a free descriptor gets the message alone.
            if (received > 0 && header.ControlLength >= ControlLength && ((int*)control)[2] == SocketLevel && ((int*)control)[3] == Rights)
            {
                descriptor = new SafeFileHandle(((int*)control)[4], ownsHandle: true);
            }

            return (int)Math.Max(0, received);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static unsafe partial int SocketPair(int domain, int type, int protocol, int* ends);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static unsafe partial nint SendMessage(int socket, Header* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static unsafe partial nint ReceiveMessage(int socket, Header* message, int flags);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Header
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Parts;
        public nuint PartCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
