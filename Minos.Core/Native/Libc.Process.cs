using System.Runtime.InteropServices;

namespace Minos.Native;

internal static partial class Libc
{
    internal const int ResourceProcesses = 6; // RLIMIT_NPROC
    internal const int ResourceFiles = 7; // RLIMIT_NOFILE
    internal const int WaitPidFd = 3; // P_PIDFD
    internal const int WaitExited = 4; // WEXITED
    internal const int WaitNoHang = 1; // WNOHANG
    internal const int WaitLeave = 0x1000000; // WNOWAIT
    internal const int BlockSignals = 0; // SIG_BLOCK
    internal const int SetSignalMask = 2; // SIG_SETMASK
    internal const int CloseRangeUnshare = 2; // CLOSE_RANGE_UNSHARE

    private const nint PidFdSendSignalNumber = 424;
    private const nint PidFdOpenNumber = 434;
    private const nint CloseRangeNumber = 436;
    private const nint PidFdGetDescriptorNumber = 438;

    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    // The C library's own wrappers came years after the kernel's calls (glibc 2.34 to 2.36).
    internal static int PidFdOpen(int pid) => (int)SysCall(PidFdOpenNumber, pid, 0, 0, 0);

    internal static int PidFdSendSignal(int pidFd, int signal) => (int)SysCall(PidFdSendSignalNumber, pidFd, signal, 0, 0);

    internal static int PidFdGetDescriptor(int pidFd, int descriptor) => (int)SysCall(PidFdGetDescriptorNumber, pidFd, descriptor, 0, 0);

    internal static int CloseRange(uint first, uint last, int flags) => (int)SysCall(CloseRangeNumber, (nint)first, (nint)last, flags, 0);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SysCall(nint number, nint a, nint b, nint c, nint d);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    internal static unsafe partial int WaitId(int type, int id, byte* info, int options);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport(Library, EntryPoint = "prlimit64", SetLastError = true)]
    internal static unsafe partial int ProcessLimit(int pid, int resource, ResourceLimit* newLimit, ResourceLimit* oldLimit);

    [LibraryImport(Library, EntryPoint = "getppid")]
    internal static partial int GetParentPid();

    [LibraryImport(Library, EntryPoint = "getuid")]
    internal static partial uint GetUserId();

    [LibraryImport(Library, EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUserId();

    [LibraryImport(Library, EntryPoint = "setuid", SetLastError = true)]
    internal static partial int SetUserId(uint userId);

    [LibraryImport(Library, EntryPoint = "setgid", SetLastError = true)]
    internal static partial int SetGroupId(uint groupId);

    [LibraryImport(Library, EntryPoint = "initgroups", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int InitGroups(string user, uint groupId);

    [LibraryImport(Library, EntryPoint = "umask")]
    internal static partial uint Umask(uint mask);

    [LibraryImport(Library, EntryPoint = "chdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeDirectory(string path);

    [LibraryImport(Library, EntryPoint = "setsid", SetLastError = true)]
    internal static partial int SetSession();

    [LibraryImport(Library, EntryPoint = "execve", SetLastError = true)]
    internal static unsafe partial int Execute(byte* path, byte** argv, byte** environment);

    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    internal static partial nint Signal(int signal, nint handler);

    [LibraryImport(Library, EntryPoint = "sigaction", SetLastError = true)]
    internal static unsafe partial int SignalAction(int signal, byte* newAction, byte* oldAction);

    [LibraryImport(Library, EntryPoint = "pthread_sigmask")]
    internal static unsafe partial int ThreadSignalMask(int how, byte* signalSet, byte* oldSet);

    [LibraryImport(Library, EntryPoint = "_exit")]
    internal static partial void ExitNow(int status);

    [LibraryImport(Library, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int mode);
}
