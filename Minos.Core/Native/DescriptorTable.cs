using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Minos.Native;

/// <summary>The table of descriptors that children are made with: the process's, or one that a thread has for itself (man 2 close_range,
/// CLOSE_RANGE_UNSHARE).</summary>
/// <remarks>
/// A child begins with a copy of the table of the thread that makes it, and closes all of it before its program is executed. With some thousand programs
/// that is most of what a start costs; a thread with a table of its own has next to nothing to copy. On such a thread a number from anywhere else
/// means nothing, or something else: it makes processes and touches no other descriptor, nor anything that may use one, such as the event loop.
/// </remarks>
internal sealed class DescriptorTable
{
    private const int FirstOther = 3;
    private const int LastStandardSignal = 31;
    private static readonly int[] s_faults = [4, 5, 7, 8, 11]; // SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV

    // This process, in a table that is a thread's own.
    private int _process = -1;

    private DescriptorTable(bool isOwn) => IsOwn = isOwn;

    /// <summary>The process's table.</summary>
    internal static DescriptorTable Shared { get; } = new(isOwn: false);

    /// <summary>Whether it is a thread's own.</summary>
    internal bool IsOwn { get; }

    /// <summary>Gives the calling thread a table of its own, for good, where that can be done; else it keeps the process's.</summary>
    /// <remarks>It cannot be with the JIT compiler, which maps memory by descriptors on any thread, before Linux 5.9, and where system calls are filtered, as in
    /// most containers: pidfd_getfd is among those of debuggers, and a filter may end the process for it.</remarks>
    internal static DescriptorTable ForThisThread()
    {
        if (RuntimeFeature.IsDynamicCodeSupported || IsFiltered() || !CanBring())
        {
            return Shared;
        }

        // The runtime tells of a signal by a pipe, on the thread that the kernel interrupts.
        BlockStandardSignals();
        if (Libc.CloseRange(FirstOther, uint.MaxValue, Libc.CloseRangeUnshare) != 0)
        {
            return Shared;
        }

        // The terminal, or whoever reads the daemon's output, does not wait for this thread.
        StandardDescriptors.Clear();
        return new DescriptorTable(isOwn: true);
    }

    /// <summary>Brings a descriptor of the process into this table (man 2 pidfd_getfd).</summary>
    /// <returns>Its number here, for <see cref="Leave"/>.</returns>
    /// <exception cref="IOException">There is no room.</exception>
    internal int Bring(SafeHandle handle)
    {
        int number = (int)handle.DangerousGetHandle();
        if (!IsOwn)
        {
            return number;
        }

        if (_process < 0)
        {
            _process = Libc.PidFdOpen(Environment.ProcessId);
        }

        int copy = Libc.PidFdGetDescriptor(_process, number);
        return copy >= 0 ? copy : throw Errno.Exception("pidfd_getfd", Errno.Last);
    }

    /// <summary>Closes what has been brought.</summary>
    internal void Leave(int number)
    {
        if (IsOwn)
        {
            _ = Libc.Close(number);
        }
    }

    private static bool IsFiltered()
    {
        try
        {
            // man 5 proc: 0 is SECCOMP_MODE_DISABLED.
            return !File.ReadLines("/proc/self/status").Contains("Seccomp:\t0");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool CanBring()
    {
        int process = Libc.PidFdOpen(Environment.ProcessId);
        int copy = process >= 0 ? Libc.PidFdGetDescriptor(process, process) : -1;
        if (copy >= 0)
        {
            _ = Libc.Close(copy);
        }

        if (process >= 0)
        {
            _ = Libc.Close(process);
        }

        return copy >= 0;
    }

    private static unsafe void BlockStandardSignals()
    {
        byte* signals = stackalloc byte[128];
        _ = Libc.SigEmptySet(signals);
        foreach (int signal in Enumerable.Range(1, LastStandardSignal).Except(s_faults))
        {
            _ = Libc.SigAddSet(signals, signal);
        }

        _ = Libc.ThreadSignalMask(Libc.BlockSignals, signals, null);
    }
}
