namespace Minos.Native;

/// <summary>The limit on this user's processes (man 2 setrlimit, RLIMIT_NPROC).</summary>
public static class ProcessLimit
{
    /// <summary>The hard limit.</summary>
    public static ulong Hard => Get().Hard;

    /// <summary>Raises the soft limit to <paramref name="minimum"/> when it is lower, and the hard limit with it when it must.</summary>
    /// <exception cref="IOException">The hard limit is lower and may not be raised.</exception>
    public static unsafe void Raise(int minimum)
    {
        Libc.ResourceLimit limit = Get();
        ulong wanted = (ulong)Math.Max(minimum, 0);
        if (limit.Soft >= wanted)
        {
            return;
        }

        limit.Soft = wanted;
        limit.Hard = Math.Max(limit.Hard, wanted);
        if (Libc.ProcessLimit(0, Libc.ResourceProcesses, &limit, null) != 0)
        {
            throw Errno.Exception("setrlimit", Errno.Last);
        }
    }

    private static unsafe Libc.ResourceLimit Get()
    {
        Libc.ResourceLimit limit;
        return Libc.ProcessLimit(0, Libc.ResourceProcesses, null, &limit) == 0 ? limit : throw Errno.Exception("getrlimit", Errno.Last);
    }
}
