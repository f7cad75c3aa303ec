using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>A lock on a whole file that ends with the process that holds it (man 2 flock).</summary>
public static partial class FileLock
{
    private const int Exclusive = 2; // LOCK_EX
    private const int NonBlocking = 4; // LOCK_NB

    /// <summary>Takes the lock.</summary>
    /// <returns>False when somebody else has it.</returns>
    public static bool TryTake(SafeFileHandle file) => Flock((int)file.DangerousGetHandle(), Exclusive | NonBlocking) == 0;

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int descriptor, int operation);
}
