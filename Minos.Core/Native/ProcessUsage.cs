using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>What a process has used, as the kernel counts it at one moment (man 5 proc, /proc/pid/stat).</summary>
/// <param name="StartTicks">When it was started, in clock ticks since the machine was booted: with the pid it names a process for good.</param>
/// <param name="CpuTime">User and system time of all its threads, of those that have ended too; not that of its children.</param>
/// <param name="ResidentBytes">Memory of it that is in RAM.</param>
public readonly record struct ProcessUsage(long StartTicks, TimeSpan CpuTime, long ResidentBytes)
{
    // USER_HZ, the unit of the file, is 100 on every Linux that .NET runs on, whatever the kernel's own HZ is.
    private const long TicksPerSecond = 100;

    private const int MaxBytes = 1024;

    private const int UserTimeField = 14;
    private const int SystemTimeField = 15;
    private const int StartTimeField = 22;
    private const int ResidentField = 24;

    /// <summary>Reads it; false when there is no such process. From any thread.</summary>
    public static unsafe bool TryRead(int pid, out ProcessUsage usage)
    {
        usage = default;
        // Not by the runtime's files, which lock what they open and ask for its size: twice as many system calls.
        int descriptor = Libc.Open($"/proc/{pid}/stat", Libc.OpenReadOnly | Libc.CloseOnExec, 0);
        if (descriptor < 0)
        {
            return false;
        }

        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        byte* buffer = stackalloc byte[MaxBytes];
        nint count = Libc.Read(descriptor, buffer, MaxBytes);

        // ESRCH when it ends just now.
        return count > 0 && TryParse(new ReadOnlySpan<byte>(buffer, (int)count), out usage);
    }

    /// <summary>Takes the text of <c>/proc/pid/stat</c> apart.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> stat, out ProcessUsage usage)
    {
        usage = default;
        // The second field is the command in parentheses; it may have blanks and parentheses of its own.
        int afterCommand = stat.LastIndexOf((byte)')') + 1;
        if (afterCommand == 0 || !TryReadFields(stat[afterCommand..], out long userTime, out long systemTime, out long start, out long pages))
        {
            return false;
        }

        var cpuTime = TimeSpan.FromTicks((userTime + systemTime) * (TimeSpan.TicksPerSecond / TicksPerSecond));
        usage = new ProcessUsage(start, cpuTime, pages * Environment.SystemPageSize);
        return true;
    }

    private static bool TryReadFields(ReadOnlySpan<byte> text, out long userTime, out long systemTime, out long start, out long pages)
    {
        userTime = systemTime = start = pages = 0;
        int field = 2;
        while (field < ResidentField)
        {
            text = text.TrimStart((byte)' ');
            int end = text.IndexOf((byte)' ');
            if (end <= 0)
            {
                return false;
            }

            field++;
            bool valid = field switch
            {
                UserTimeField => Utf8Parser.TryParse(text[..end], out userTime, out _),
                SystemTimeField => Utf8Parser.TryParse(text[..end], out systemTime, out _),
                StartTimeField => Utf8Parser.TryParse(text[..end], out start, out _),
                ResidentField => Utf8Parser.TryParse(text[..end], out pages, out _),
                _ => true,
            };
            if (!valid)
            {
                return false;
            }

            text = text[end..];
        }

        return true;
    }
}
