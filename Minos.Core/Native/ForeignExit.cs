using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>How a process ended that is somebody else's child, where the kernel tells.</summary>
internal static partial class ForeignExit
{
    // _IOWR(0xFF, 11, struct pidfd_info) of Linux 6.15; the size is part of the number and says how much the caller knows.
    private const int InfoSize = 64;
    private const nuint GetInfo = (3u << 30) | (InfoSize << 16) | (0xFFu << 8) | 11;
    private const ulong MaskExit = 8; // PIDFD_INFO_EXIT
    private const int ExitCodeOffset = 60;
    private const int ExitCodeField = 52;

    /// <summary>Asks for the status of a process whose pidfd has become readable.</summary>
    /// <param name="pid">Its process id.</param>
    /// <param name="pidFd">Its pidfd.</param>
    /// <param name="status">The status.</param>
    /// <returns>False when the kernel does not tell, or not yet: it does so once the process has been waited for by its parent.</returns>
    internal static bool TryGet(int pid, SafeFileHandle pidFd, out ExitStatus status)
    {
        if (TryAskPidFd(pidFd, out int code) || TryReadZombie(pid, pidFd, out code))
        {
            status = ExitStatus.FromWaitStatus(code);
            return true;
        }

        status = default;
        return false;
    }

    private static unsafe bool TryAskPidFd(SafeFileHandle pidFd, out int code)
    {
        byte* info = stackalloc byte[InfoSize];
        var span = new Span<byte>(info, InfoSize);
        span.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(span, MaskExit);
        bool isKnown = Control((int)pidFd.DangerousGetHandle(), GetInfo, info) == 0
            && (BinaryPrimitives.ReadUInt64LittleEndian(span) & MaskExit) != 0;
        code = isKnown ? BinaryPrimitives.ReadInt32LittleEndian(span[ExitCodeOffset..]) : 0;
        return isKnown;
    }

    /// <summary>A zombie's status is the last field of its stat, for who may trace it (man 5 proc).</summary>
    private static bool TryReadZombie(int pid, SafeFileHandle pidFd, out int code)
    {
        code = 0;
        try
        {
            ReadOnlySpan<byte> stat = File.ReadAllBytes($"/proc/{pid}/stat");
            ReadOnlySpan<byte> fields = stat[(stat.LastIndexOf((byte)')') + 2)..];
            if (fields.IsEmpty || fields[0] != (byte)'Z')
            {
                return false;
            }

            int field = 2;
            foreach (Range range in fields.Split((byte)' '))
            {
                // A status of 0 is also what those see who may not know it. Signalled with 0 afterwards: still that very process.
                if (++field == ExitCodeField)
                {
                    return Utf8Parser.TryParse(fields[range], out code, out _) && code != 0 && Libc.PidFdSendSignal((int)pidFd.DangerousGetHandle(), 0) == 0;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Waited for meanwhile: the other way tells.
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(int descriptor, nuint request, byte* argument);
}
