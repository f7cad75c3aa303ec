using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Logs;

/// <summary>An open log: a regular file, or something that takes bytes as long as somebody reads them.</summary>
internal sealed class LogDescriptor : IDisposable
{
    private const int KindMask = 0xF000;
    private const int KindFifo = 0x1000;

    // poll(2) promises a pipe only this much room (PIPE_BUF), and less is never refused.
    private const int SureRoom = 4096;

    private readonly SafeFileHandle _handle;
    private bool _appends = true;

    private LogDescriptor(SafeFileHandle handle, bool isInherited)
    {
        _handle = handle;
        IsInherited = isInherited;
        FileStatus status = FileStatus.Of(handle);
        IsRegular = status.IsRegularFile;
        Identity = status.Identity;
    }

    /// <summary>A regular file: it has a size, can be rotated, and never makes the writer wait for a reader.</summary>
    public bool IsRegular { get; }

    /// <summary>The daemon's own stdout or stderr: its flags and its offset are shared with strangers, so neither is touched.</summary>
    public bool IsInherited { get; }

    public FileIdentity Identity { get; }

    public int Number => (int)_handle.DangerousGetHandle();

    /// <summary>Whether a path stands for the daemon's own stdout or stderr.</summary>
    public static bool IsStandard(string path) => StandardDescriptor(path) >= 0;

    /// <summary>Opens for appending, creating what is missing. With a <paramref name="limit"/>, where the numbers below the children's are left to others.</summary>
    /// <returns>Null with the error number when that fails.</returns>
    public static LogDescriptor? Open(LogFileOptions options, bool truncate, out int error, DescriptorLimit? limit = null)
    {
        int inherited = StandardDescriptor(options.Path);
        if (inherited >= 0)
        {
            return Inherit(inherited, out error);
        }

        // A FIFO opened for both needs no reader, and outlives each of its readers.
        bool isFifo = FileStatus.TryGet(options.Path, out FileStatus status) && (status.Mode & KindMask) == KindFifo;
        int flags = (isFifo ? Libc.OpenReadWrite : Libc.OpenWriteOnly) | Libc.OpenCreate | Libc.OpenAppend | Libc.CloseOnExec
            | Libc.OpenNoControllingTerminal | Libc.NonBlocking | (truncate ? Libc.OpenTruncate : 0);
        return Make(Libc.Open(options.Path, flags, options.IsPrivate ? 0x180u : 0x1B4u), isInherited: false, out error, limit); // 0600, 0664
    }

    /// <summary>Uses a descriptor that the daemon was started with.</summary>
    /// <remarks>Not opened by its name: that fails for a socket (systemd's journal) and for another user's pipe or terminal.</remarks>
    public static LogDescriptor? Inherit(int descriptor, out int error) =>
        Make(Libc.Fcntl(descriptor, Libc.FcntlDuplicateCloseOnExec, 3), isInherited: true, out error);

    /// <summary>Size of a regular file now; others may have truncated it or appended to it.</summary>
    public long Length() => Libc.Seek(Number, 0, Libc.SeekEnd);

    /// <summary>What a regular file has after its last line end, at most the last <paramref name="maxBytes"/>; nothing when it cannot be read.</summary>
    public byte[] ReadUnfinishedLine(int maxBytes)
    {
        try
        {
            // This descriptor is for writing only; its name may be another file's by now.
            using SafeFileHandle file = System.IO.File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{Number}"), share: FileShare.ReadWrite | FileShare.Delete);
            long length = RandomAccess.GetLength(file);
            byte[] last = new byte[Math.Min(length, 1)];
            if (RandomAccess.Read(file, last, length - last.Length) == 0 || last[0] == (byte)'\n')
            {
                return [];
            }

            byte[] end = new byte[Math.Min(length, maxBytes)];
            int read = RandomAccess.Read(file, end, length - end.Length);
            return end[(end.AsSpan(0, read).LastIndexOf((byte)'\n') + 1)..read];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Writes at the end.</summary>
    /// <param name="data">What to write.</param>
    /// <param name="error">Why not all of it was written; EAGAIN when a reader is slow; 0.</param>
    /// <returns>Bytes written.</returns>
    public unsafe int Write(ReadOnlySpan<byte> data, out int error)
    {
        int written = 0;
        error = 0;
        if (!_appends)
        {
            _ = Length();
        }

        fixed (byte* start = data)
        {
            while (written < data.Length)
            {
                int count = data.Length - written;
                if (IsInherited && !IsRegular)
                {
                    if (!IsWritable())
                    {
                        error = Errno.EAGAIN;
                        break;
                    }

                    count = Math.Min(count, SureRoom);
                }

                nint n = Libc.Write(Number, start + written, (nuint)count);
                if (n >= 0)
                {
                    written += (int)n;
                }
                else if (Errno.Last != Errno.EINTR)
                {
                    error = Errno.Last;
                    break;
                }
            }
        }

        return written;
    }

    /// <summary>Moves bytes from a pipe to the end of the file without bringing them into this process (man 2 splice).</summary>
    /// <returns>Bytes moved, 0 at the pipe's end, or -1 with the error; EAGAIN when the pipe is empty.</returns>
    public unsafe int SpliceFrom(int pipe, int count, out int error)
    {
        // splice refuses a file in append mode, so the offset is set to the end each time (Length did, just before).
        SetAppend(false);
        while (true)
        {
            nint n = Libc.Splice(pipe, null, Number, null, (nuint)count, Libc.SpliceMoveNonBlocking);
            error = n < 0 ? Errno.Last : 0;
            if (error != Errno.EINTR)
            {
                return (int)n;
            }
        }
    }

    /// <summary>Lets the kernel put every write at the end, as it must be when another process writes to the same file.</summary>
    public void SetAppend(bool appends)
    {
        if (appends != _appends && !IsInherited)
        {
            int flags = Libc.Fcntl(Number, Libc.FcntlGetStatusFlags, 0);
            _ = Libc.Fcntl(Number, Libc.FcntlSetStatusFlags, appends ? flags | Libc.OpenAppend : flags & ~Libc.OpenAppend);
            _appends = appends;
        }
    }

    /// <summary>Empties a regular file.</summary>
    /// <returns>The error number or 0.</returns>
    public int Truncate() => Libc.Truncate(Number, 0) == 0 ? 0 : Errno.Last;

    public void Dispose() => _handle.Dispose();

    private static LogDescriptor? Make(int number, bool isInherited, out int error, DescriptorLimit? limit = null)
    {
        error = number < 0 ? Errno.Last : 0;
        if (number < 0)
        {
            return null;
        }

        var handle = new SafeFileHandle(number, ownsHandle: true);
        return new LogDescriptor(limit?.MoveAbove(handle) ?? handle, isInherited);
    }

    private static int StandardDescriptor(string path) => path switch
    {
        "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" => 1,
        "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2" => 2,
        _ => -1,
    };

    private unsafe bool IsWritable()
    {
        var entry = new Libc.PollEntry { Descriptor = Number, Events = Libc.PollOut };
        return Libc.Poll(&entry, 1, 0) != 0;
    }
}
