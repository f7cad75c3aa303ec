using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>A child of this process, held by its pidfd (man 2 pidfd_open): the pid can't be anybody else's until the child is waited for.</summary>
public sealed class SpawnedProcess : IDisposable
{
    private long? _startTicks;

    internal SpawnedProcess(int pid, SafeFileHandle pidFd, SafeFileHandle? input, SafeFileHandle? output, SafeFileHandle? error)
    {
        Pid = pid;
        PidFd = pidFd;
        Input = input;
        Output = output;
        Error = error;
    }

    /// <summary>Its process id; also the id of its session and process group.</summary>
    public int Pid { get; }

    /// <summary>When it was started (<see cref="ProcessUsage.StartTicks"/>); 0 when that cannot be read. Read once.</summary>
    public long StartTicks => _startTicks ??= ProcessUsage.TryRead(Pid, out ProcessUsage usage) ? usage.StartTicks : 0;

    /// <summary>Readable once the child has ended.</summary>
    public SafeFileHandle PidFd { get; }

    /// <summary>Writes to its stdin, non-blocking; null when that is no pipe.</summary>
    public SafeFileHandle? Input { get; }

    /// <summary>Reads its stdout, non-blocking; null when that is no pipe.</summary>
    public SafeFileHandle? Output { get; private set; }

    /// <summary>Reads its stderr, non-blocking; null when that is no pipe.</summary>
    public SafeFileHandle? Error { get; }

    /// <summary>Whether it is this process's child; one that was taken over from a daemon that died is not, and nobody waits for it here.</summary>
    public bool IsChild { get; private init; } = true;

    /// <summary>Whether an earlier daemon has started it, perhaps in this very process.</summary>
    public bool IsAdopted { get; private init; }

    /// <summary>Numbers of the pipes that it was started with.</summary>
    public PipeNumbers Pipes { get; init; }

    /// <summary>Takes over a process that another daemon has started.</summary>
    /// <param name="pid">Its process id.</param>
    /// <param name="startTicks">When it was started (<see cref="ProcessUsage.StartTicks"/>): another process with that id is another.</param>
    /// <param name="pipes">Its pipes; they are opened anew through /proc (man 5 proc, /proc/pid/fd).</param>
    /// <param name="limit">Where the descriptors' numbers begin.</param>
    /// <returns>The process; null when there is no such process any more.</returns>
    public static SpawnedProcess? TryAdopt(int pid, long startTicks, PipeNumbers pipes, DescriptorLimit limit)
    {
        int pidFd = pid > 0 ? Libc.PidFdOpen(pid) : -1;
        if (pidFd < 0)
        {
            return null;
        }

        // Opened before it is looked at: what is seen afterwards is seen of the process that is held.
        SafeFileHandle handle = limit.MoveAbove(new SafeFileHandle(pidFd, ownsHandle: true));
        if (!ProcessUsage.TryRead(pid, out ProcessUsage usage) || usage.StartTicks != startTicks)
        {
            handle.Dispose();
            return null;
        }

        bool isChild = CanWaitFor(handle);
        if (isChild)
        {
            OrphanReaper.Own(pid);
        }

        return new SpawnedProcess(
            pid, handle, ForeignPipe.TryOpen(pid, 0, pipes.Input, limit), ForeignPipe.TryOpen(pid, 1, pipes.Output, limit),
            ForeignPipe.TryOpen(pid, 2, pipes.Error, limit))
        {
            _startTicks = startTicks,
            IsChild = isChild,
            IsAdopted = true,
            Pipes = pipes,
        };
    }

    /// <summary>Copies one of its descriptors (man 2 pidfd_getfd).</summary>
    /// <returns>A descriptor that nobody closes but the caller; null when it is closed, or this process may not.</returns>
    internal SafeFileHandle? TryCopyDescriptor(int descriptor) =>
        Libc.PidFdGetDescriptor((int)PidFd.DangerousGetHandle(), descriptor) is >= 0 and int copy ? new SafeFileHandle(copy, ownsHandle: false) : null;

    /// <summary>Finds the process that was started with these pipes: of all that have them, the first one.</summary>
    /// <returns>Its id and when it was started; zeros when there is none.</returns>
    public static (int Pid, long StartTicks) Find(PipeNumbers pipes)
    {
        (int Pid, long StartTicks) first = default;
        foreach (int pid in ForeignPipe.FindHolders(pipes))
        {
            if (ProcessUsage.TryRead(pid, out ProcessUsage usage) && (first.Pid == 0 || usage.StartTicks < first.StartTicks))
            {
                first = (pid, usage.StartTicks);
            }
        }

        return first;
    }

    /// <summary>Sends a signal to the child, or to its process group.</summary>
    /// <returns>0, or the error number: ESRCH when it has ended, EPERM when it is another user's.</returns>
    public int Signal(int signal, bool group = false)
    {
        int result = group
            ? Libc.Kill(-Pid, signal)
            : Libc.PidFdSendSignal((int)PidFd.DangerousGetHandle(), signal);
        return result == 0 ? 0 : Native.Errno.Last;
    }

    /// <summary>Takes the exit status if the child has ended; afterwards its pid is free.</summary>
    /// <remarks>Of a process that is no child it tells what the kernel tells, which may be a moment later than its end.</remarks>
    public bool TryWait(out ExitStatus status) =>
        IsChild ? TryWait(Libc.WaitNoHang, out status) : ForeignExit.TryGet(Pid, PidFd, out status);

    /// <summary>Waits for the child on the calling thread.</summary>
    public ExitStatus Wait()
    {
        ExitStatus status;
        while (!TryWait(0, out status))
        {
        }

        return status;
    }

    /// <summary>Hands the pipe of its stdout over; <see cref="Output"/> is null afterwards.</summary>
    public SafeFileHandle? TakeOutput()
    {
        SafeFileHandle? output = Output;
        Output = null;
        return output;
    }

    /// <summary>Waits on the calling thread for the first byte of its stdout.</summary>
    /// <returns>False when it has closed its stdout, or ended, without one.</returns>
    public bool ReadOutputByte() => ReadOutputByte(out _);

    /// <summary>Waits on the calling thread for the first byte of its stdout.</summary>
    /// <param name="first">The byte.</param>
    /// <returns>False when it has closed its stdout, or ended, without one.</returns>
    public unsafe bool ReadOutputByte(out byte first)
    {
        SafeFileHandle output = Output ?? throw new InvalidOperationException("Its stdout is no pipe.");
        Pipe.SetNonBlocking(output, false);
        byte read = 0;
        nint count;
        do
        {
            count = Libc.Read((int)output.DangerousGetHandle(), &read, 1);
        }
        while (count < 0 && Native.Errno.Last == Native.Errno.EINTR);

        first = read;
        return count == 1;
    }

    private static unsafe bool CanWaitFor(SafeFileHandle pidFd)
    {
        byte* info = stackalloc byte[128];
        return Libc.WaitId(Libc.WaitPidFd, (int)pidFd.DangerousGetHandle(), info, Libc.WaitExited | Libc.WaitNoHang | Libc.WaitLeave) == 0;
    }

    private unsafe bool TryWait(int options, out ExitStatus status)
    {
        const int InfoSize = 128;
        byte* info = stackalloc byte[InfoSize];
        var span = new Span<byte>(info, InfoSize);
        span.Clear();
        status = default;
        if (Libc.WaitId(Libc.WaitPidFd, (int)PidFd.DangerousGetHandle(), info, Libc.WaitExited | options) != 0)
        {
            int errno = Native.Errno.Last;
            return errno == Native.Errno.EINTR ? false : throw Native.Errno.Exception("waitid", errno);
        }

        // siginfo_t on Linux: si_signo, si_errno, si_code, padding, si_pid, si_uid, si_status.
        int code = BinaryPrimitives.ReadInt32LittleEndian(span[8..]);
        int pid = BinaryPrimitives.ReadInt32LittleEndian(span[16..]);
        int value = BinaryPrimitives.ReadInt32LittleEndian(span[24..]);
        const int Exited = 1;
        const int Dumped = 3;
        if (pid != 0)
        {
            OrphanReaper.Disown(pid);
        }

        status = code == Exited ? new ExitStatus(value & 0xFF, 0, false) : new ExitStatus(0, value, code == Dumped);
        return pid != 0;
    }

    /// <summary>Closes the daemon's ends; the child lives on.</summary>
    public void Dispose()
    {
        PidFd.Dispose();
        Input?.Dispose();
        Output?.Dispose();
        Error?.Dispose();
    }
}
