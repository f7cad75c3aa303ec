using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>The limit on open files (man 2 setrlimit, RLIMIT_NOFILE): a high one for the daemon, the original one for its children.</summary>
/// <remarks>
/// posix_spawn has no attribute for limits, and a limit set on a child that already runs comes too late. So the daemon lowers its own
/// soft limit for the moment of each spawn, or of several at once. That does not touch descriptors that are open; so that it does not starve the threads that
/// open one at that moment either, the daemon's own long-lived descriptors, logs among them, are moved above the children's limit and leave the
/// numbers below it free.
/// </remarks>
public sealed class DescriptorLimit
{
    private const ulong DefaultSoftLimit = 1024;

    /// <summary>Three pipes, the process itself, two logs.</summary>
    private const ulong PerProgram = 6;

    /// <summary>What is made room for at least (<see cref="MakeRoom"/>): 16 KB of the kernel's memory, above what the children's limit takes.</summary>
    private const int FewPrograms = 200;

    /// <summary>How many descriptors of programs room is made for at most: 1 MB of the kernel's memory.</summary>
    private const ulong MaxRoom = 131_072;

    /// <summary>Stdin; open in every daemon, if only as /dev/null.</summary>
    private const int AnyDescriptor = 0;

    private readonly ulong _own;

    // How long something waits for the starts that are under way, which a disk that hangs may hold up.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private volatile bool _isMakingRoom;
    private int _starts;
    private bool _isStuck;

    private DescriptorLimit(ulong children, ulong own)
    {
        Children = children;
        _own = own;
    }

    /// <summary>This process's limit is what its children get.</summary>
    public static DescriptorLimit Unchanged
    {
        get
        {
            ulong soft = Get().Soft;
            return new DescriptorLimit(soft, soft);
        }
    }

    /// <summary>The soft limit that children get.</summary>
    public ulong Children { get; }

    /// <summary>How many descriptors programs leave to the daemon itself: for clients that connect, files and logs.</summary>
    private ulong Reserve => Math.Min(32, _own / 8);

    /// <summary>The hard limit of this process.</summary>
    public static ulong Hard => Get().Hard;

    /// <summary>Whether the daemon's limit differs from its children's.</summary>
    public bool IsRaised => _own != Children;

    /// <summary>Reads this process's limit and raises its soft limit to the hard one.</summary>
    /// <param name="minimum">What must be available (<c>minfds</c>); children get at least this.</param>
    /// <exception cref="IOException">The hard limit is lower than the minimum and may not be raised.</exception>
    public static DescriptorLimit Raise(int minimum)
    {
        Libc.ResourceLimit limit = Get();
        ulong soft = limit.Soft;
        if (RuntimeFeature.IsDynamicCodeSupported && soft == limit.Hard)
        {
            // The JIT runtime has raised the soft limit before Main; what it was is not to be known, so Linux's default stands in.
            // The native binary does not do that (dotnet/runtime issue 82719).
            soft = Math.Min(soft, DefaultSoftLimit);
        }

        ulong children = Math.Max(soft, (ulong)Math.Max(minimum, 0));
        ulong hard = Math.Max(limit.Hard, children);
        Set(new Libc.ResourceLimit { Soft = hard, Hard = hard });
        return new DescriptorLimit(children, hard);
    }

    /// <summary>Has the kernel's table of this process's descriptors made large enough for so many programs, beside other work.</summary>
    /// <param name="programs">How many; room is made for <see cref="FewPrograms"/> at least.</param>
    /// <remarks>
    /// A process begins with room for 64 descriptors and gets a larger table when a number doesn't fit. Where threads share it, whoever opened that descriptor waits
    /// until no processor can be reading the old table (fs/file.c, expand_fdtable): 5 to 20 ms each time, in the middle of a start.
    /// What keeps that from being done, such as a start that is under way, makes the programs' starts slower and nothing else.
    /// </remarks>
    public void MakeRoom(int programs)
    {
        ulong needed = Math.Min(PerProgram * (ulong)Math.Max(programs, FewPrograms), MaxRoom);
        int last = (int)Math.Min((IsRaised ? Children : 0) + needed, _own) - 1;
        _isMakingRoom = true;
        _ = ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                int copy = Libc.Fcntl(AnyDescriptor, Libc.FcntlDuplicateCloseOnExec, last);
                if (copy >= 0)
                {
                    _ = Libc.Close(copy);
                }

                _isMakingRoom = false;
            },
            null);
    }

    /// <summary>Gives a long-lived descriptor a number above the children's limit; keeps the old number when there is no room, room is being made
    /// (<see cref="MakeRoom"/>), or it is above already.</summary>
    public SafeFileHandle MoveAbove(SafeFileHandle handle)
    {
        if (!IsRaised || _isMakingRoom || (ulong)handle.DangerousGetHandle() >= Children)
        {
            return handle;
        }

        int moved = DuplicateAbove((int)handle.DangerousGetHandle());
        if (moved < 0)
        {
            return handle;
        }

        handle.Dispose();
        return new SafeFileHandle(moved, ownsHandle: true);
    }

    /// <summary>Whether another program leaves the daemon what it needs.</summary>
    /// <param name="newest">The descriptor that was opened last; the kernel gives the lowest number that is free.</param>
    internal bool HasRoomAfter(SafeHandle newest)
    {
        int number = (int)newest.DangerousGetHandle();
        if ((ulong)number + Reserve < Children)
        {
            return true;
        }

        int above = IsRaised ? DuplicateAbove(number) : -1;
        if (above < 0)
        {
            return false;
        }

        new SafeFileHandle(above, ownsHandle: true).Dispose();
        return (ulong)above + Reserve < _own;
    }

    /// <summary>Sets the children's limit for this process, from the first of several starts at once to the last <see cref="Restore"/>, which must follow.</summary>
    internal void Lower()
    {
        lock (_gate)
        {
            if (IsRaised && _starts++ == 0)
            {
                Set(new Libc.ResourceLimit { Soft = Children, Hard = _own });
            }
        }
    }

    internal void Restore()
    {
        lock (_gate)
        {
            if (IsRaised && --_starts == 0)
            {
                Set(new Libc.ResourceLimit { Soft = _own, Hard = _own });
                _isStuck = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>A copy with a number above the children's limit; negative when there is none.</summary>
    /// <remarks>Waits for starts that are under way: the kernel gives no such number while the limit is lowered. Not for long, and not again while they last.</remarks>
    private int DuplicateAbove(int descriptor)
    {
        lock (_gate)
        {
            while (_starts > 0 && !_isStuck)
            {
                _isStuck = !Monitor.Wait(_gate, s_patience);
            }

            return Libc.Fcntl(descriptor, Libc.FcntlDuplicateCloseOnExec, (int)Math.Min(Children, int.MaxValue));
        }
    }

    private static unsafe Libc.ResourceLimit Get()
    {
        Libc.ResourceLimit limit;
        return Libc.ProcessLimit(0, Libc.ResourceFiles, null, &limit) == 0 ? limit : throw Errno.Exception("getrlimit", Errno.Last);
    }

    private static unsafe void Set(Libc.ResourceLimit limit)
    {
        if (Libc.ProcessLimit(0, Libc.ResourceFiles, &limit, null) != 0)
        {
            throw Errno.Exception("setrlimit", Errno.Last);
        }
    }
}
