using System.Runtime.InteropServices;

namespace Minos.Native;

internal static partial class Libc
{
    internal const int OpenReadWrite = 2; // O_RDWR
    internal const int NonBlocking = 0x800; // O_NONBLOCK
    internal const int CloseOnExec = 0x80000; // O_CLOEXEC
    internal const int FcntlGetDescriptorFlags = 1; // F_GETFD
    internal const int FcntlSetDescriptorFlags = 2; // F_SETFD
    internal const int FcntlGetStatusFlags = 3; // F_GETFL
    internal const int FcntlSetStatusFlags = 4; // F_SETFL
    internal const int FcntlDuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    internal const int DescriptorCloseOnExec = 1; // FD_CLOEXEC

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    internal static unsafe partial int Pipe(int* ends, int flags);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(int fd, int command, int argument);

    [LibraryImport(Library, EntryPoint = "dup2", SetLastError = true)]
    internal static partial int Duplicate(int fd, int newFd);

    [LibraryImport(Library, EntryPoint = "dup3", SetLastError = true)]
    internal static partial int DuplicateWithFlags(int fd, int newFd, int flags);

    [LibraryImport(Library, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(int fd, long offset, int origin);
}
