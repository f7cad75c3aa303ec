using System.Runtime.InteropServices;

namespace Minos.Native;

internal static partial class Libc
{
    internal const short SpawnSetSignalDefaults = 0x04;
    internal const short SpawnSetSignalMask = 0x08;
    internal const short SpawnSetSession = 0x80;

    /// <summary>More than any C library's posix_spawnattr_t (glibc: 336 bytes) and posix_spawn_file_actions_t (80).</summary>
    internal const int SpawnStructSize = 512;

    [LibraryImport(Library, EntryPoint = "posix_spawn")]
    internal static unsafe partial int PosixSpawn(out int pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** environment);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    internal static unsafe partial int SpawnAttributesInit(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    internal static unsafe partial int SpawnAttributesDestroy(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    internal static unsafe partial int SpawnAttributesSetFlags(byte* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static unsafe partial int SpawnAttributesSetSignalDefaults(byte* attributes, byte* signalSet);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static unsafe partial int SpawnAttributesSetSignalMask(byte* attributes, byte* signalSet);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    internal static unsafe partial int SpawnActionsInit(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static unsafe partial int SpawnActionsDestroy(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addopen")]
    internal static unsafe partial int SpawnActionsAddOpen(byte* actions, int fd, byte* path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static unsafe partial int SpawnActionsAddDup2(byte* actions, int fd, int newFd);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    internal static unsafe partial int SpawnActionsAddChdir(byte* actions, byte* path);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    internal static unsafe partial int SpawnActionsAddCloseFrom(byte* actions, int from);

    [LibraryImport(Library, EntryPoint = "sigfillset")]
    internal static unsafe partial int SigFillSet(byte* signalSet);

    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    internal static unsafe partial int SigEmptySet(byte* signalSet);

    [LibraryImport(Library, EntryPoint = "sigaddset")]
    internal static unsafe partial int SigAddSet(byte* signalSet, int signal);
}
