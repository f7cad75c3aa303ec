using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>A pipe (man 7 pipe), both ends close-on-exec.</summary>
/// <param name="ReadEnd">Reads what was written.</param>
/// <param name="WriteEnd">Writes.</param>
internal readonly record struct Pipe(SafeFileHandle ReadEnd, SafeFileHandle WriteEnd) : IDisposable
{
    /// <summary>Makes one.</summary>
    /// <param name="nonBlocking">Reads and writes return EAGAIN instead of waiting, at both ends.</param>
    /// <exception cref="IOException">No descriptors are left (EMFILE, ENFILE); <see cref="Exception.HResult"/> is the error number.</exception>
    internal static unsafe Pipe Create(bool nonBlocking = false)
    {
        int* ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec | (nonBlocking ? Libc.NonBlocking : 0)) != 0)
        {
            throw Errno.Exception("pipe2", Errno.Last);
        }

        return new Pipe(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
    }

    /// <summary>Reads and writes of <paramref name="handle"/> return EAGAIN instead of waiting.</summary>
    internal static void SetNonBlocking(SafeFileHandle handle, bool nonBlocking = true)
    {
        int descriptor = (int)handle.DangerousGetHandle();
        int flags = Libc.Fcntl(descriptor, Libc.FcntlGetStatusFlags, 0);
        int wanted = nonBlocking ? flags | Libc.NonBlocking : flags & ~Libc.NonBlocking;
        if (flags < 0 || Libc.Fcntl(descriptor, Libc.FcntlSetStatusFlags, wanted) < 0)
        {
            throw Errno.Exception("fcntl", Errno.Last);
        }
    }

    public void Dispose()
    {
        ReadEnd.Dispose();
        WriteEnd.Dispose();
    }
}
