using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>A lock on a whole file that ends with the process that holds it (man 2 fcntl_locking, open file description locks).</summary>
/// <remarks>Not flock(2): .NET takes that for each file that it opens, so nobody could read a locked file with <c>File.ReadAllText</c>.</remarks>
public static partial class FileLock
{
    private const int SetLock = 37; // F_OFD_SETLK
    private const short WriteLock = 1; // F_WRLCK

    /// <summary>Opens a file to read, write and lock, and creates it when it is missing. .NET's own streams take locks of their own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="errno">0, or why it cannot be opened.</param>
    public static SafeFileHandle? Open(string path, out int errno)
    {
        const uint Mode = 0x1A4; // 0644
        int descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenCreate | Libc.CloseOnExec, Mode);
        errno = descriptor < 0 ? Errno.Last : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Takes the lock.</summary>
    /// <returns>False when somebody else has it.</returns>
    public static unsafe bool TryTake(SafeFileHandle file)
    {
        var wholeFile = new Range { Type = WriteLock };
        return Control((int)file.DangerousGetHandle(), SetLock, &wholeFile) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static unsafe partial int Control(int descriptor, int command, Range* range);

    /// <summary>struct flock of 64-bit Linux; a length of 0 is up to the end.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int ProcessId;
    }
}
