using System.Runtime.InteropServices;

namespace Minos.Native;

// Files and what moves bytes between descriptors. The flags are those of x86-64 and arm64, where they are the same.
internal static partial class Libc
{
    internal const int OpenReadOnly = 0;
    internal const int OpenWriteOnly = 0x1;
    internal const int OpenCreate = 0x40;
    internal const int OpenExclusive = 0x80;
    internal const int OpenNoControllingTerminal = 0x100;
    internal const int OpenTruncate = 0x200;
    internal const int OpenAppend = 0x400;

    internal const int SeekEnd = 2;
    internal const uint SpliceMoveNonBlocking = 0x1 | 0x2; // SPLICE_F_MOVE | SPLICE_F_NONBLOCK
    internal const short PollOut = 0x4;

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int Truncate(int fd, long length);

    [LibraryImport(Library, EntryPoint = "splice", SetLastError = true)]
    internal static unsafe partial nint Splice(int from, long* fromOffset, int to, long* toOffset, nuint count, uint flags);

    [LibraryImport(Library, EntryPoint = "tee", SetLastError = true)]
    internal static partial nint Tee(int from, int to, nuint count, uint flags);

    [LibraryImport(Library, EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(string from, string to);

    [LibraryImport(Library, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static unsafe partial int Poll(PollEntry* entries, nuint count, int timeoutMilliseconds);

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Ready;
    }
}
