using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>A lock on a whole file that ends with the process that holds it (man 2 flock).</summary>
public static partial class FileLock
{
    private const int Exclusive = 2; // LOCK_EX
    private const int NonBlocking = 4; // LOCK_NB

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
    public static bool TryTake(SafeFileHandle file) => Flock((int)file.DangerousGetHandle(), Exclusive | NonBlocking) == 0;

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int descriptor, int operation);
}
