using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>A process that need not be a child of this one, held by its pidfd: a signal never reaches another that got its pid later.</summary>
public sealed class ForeignProcess : IDisposable
{
    private readonly SafeFileHandle _pidFd;

    private ForeignProcess(int pid, SafeFileHandle pidFd)
    {
        Pid = pid;
        _pidFd = pidFd;
    }

    /// <summary>Its process id.</summary>
    public int Pid { get; }

    /// <summary>Opens a process; null when there is none.</summary>
    public static ForeignProcess? Open(int pid)
    {
        int pidFd = pid > 0 ? Libc.PidFdOpen(pid) : -1;
        return pidFd < 0 ? null : new ForeignProcess(pid, new SafeFileHandle(pidFd, ownsHandle: true));
    }

    /// <summary>Opens every process whose environment has a variable with a value, as it was when the process was executed.</summary>
    /// <remarks>Processes of other users are left out unless this one may read their environment (man 5 proc, /proc/pid/environ).</remarks>
    public static IReadOnlyList<ForeignProcess> FindByEnvironment(string name, string value)
    {
        byte[] wanted = Encoding.UTF8.GetBytes($"{name}={value}");
        var found = new List<ForeignProcess>();
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            // Opened before it is looked at, so that it is the same process afterwards.
            if (int.TryParse(Path.GetFileName(directory), out int pid) && pid != Environment.ProcessId && Open(pid) is { } process)
            {
                if (HasVariable(directory, wanted))
                {
                    found.Add(process);
                }
                else
                {
                    process.Dispose();
                }
            }
        }

        return found;
    }

    /// <summary>Sends a signal.</summary>
    /// <returns>0, or the error number: ESRCH when it has ended, EPERM when it is another user's.</returns>
    public int Signal(int signal) =>
        Libc.PidFdSendSignal((int)_pidFd.DangerousGetHandle(), signal) == 0 ? 0 : Errno.Last;

    /// <summary>Waits on the calling thread until the process has ended.</summary>
    /// <returns>Whether it has.</returns>
    public unsafe bool WaitForExit(TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            const short Readable = 1; // POLLIN
            var entry = new Libc.PollEntry { Descriptor = (int)_pidFd.DangerousGetHandle(), Events = Readable };
            int left = (int)Math.Clamp(deadline - Environment.TickCount64, 0, int.MaxValue);
            int ready = Libc.Poll(&entry, 1, left);
            if (ready >= 0)
            {
                return ready > 0;
            }

            if (Errno.Last != Errno.EINTR)
            {
                throw Errno.Exception("poll", Errno.Last);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pidFd.Dispose();

    private static bool HasVariable(string directory, byte[] wanted)
    {
        try
        {
            ReadOnlySpan<byte> environment = File.ReadAllBytes(Path.Combine(directory, "environ"));
            foreach (Range range in environment.Split((byte)0))
            {
                if (environment[range].SequenceEqual(wanted))
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
        }

        return false;
    }
}
