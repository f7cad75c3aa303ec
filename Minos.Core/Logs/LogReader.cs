using System.Text;
using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Logs;

/// <summary>Reads parts of logs as Supervisor's API does (<c>readLog</c>, <c>readProcessStdoutLog</c>, <c>tailProcessStdoutLog</c>).</summary>
/// <remarks>Offsets and lengths are bytes. The text is UTF-8 with U+FFFD for what is none; a character that the limits cut in two is left
/// out. One call returns at most <see cref="MaxBytes"/>: what one answer can carry without harm to the daemon.</remarks>
public static class LogReader
{
    /// <summary>The most that one call reads.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Reads from an offset.</summary>
    /// <param name="path">The log; null when there is none.</param>
    /// <param name="offset">Where to start; negative with length 0: that many bytes from the end.</param>
    /// <param name="length">How much; 0 for all the rest.</param>
    /// <exception cref="LogReadException">No such file, arguments that make no sense, or a file that cannot be read.</exception>
    public static string Read(string? path, long offset, long length)
    {
        using SafeFileHandle file = Open(path);
        if (length < 0 || (offset < 0 && length != 0))
        {
            throw new LogReadException(LogReadError.BadArguments, path: null);
        }

        long size = RandomAccess.GetLength(file);
        long start = offset >= 0 ? offset : Math.Max(0, size + Math.Max(offset, -size));
        long count = Math.Max(0, size - start);
        count = length > 0 ? Math.Min(count, length) : count;
        return ReadText(file, path, start, (int)Math.Min(count, MaxBytes));
    }

    /// <summary>Reads the end: always the last <paramref name="length"/> bytes, except that nothing is returned when there is nothing new
    /// after <paramref name="offset"/>.</summary>
    /// <param name="path">The log; null when there is none.</param>
    /// <param name="offset">The offset that the last call returned.</param>
    /// <param name="length">How much is wanted.</param>
    /// <returns>The end of the log; empty with offset 0 when there is no log.</returns>
    public static LogTail Tail(string? path, long offset, long length)
    {
        try
        {
            using SafeFileHandle file = Open(path);
            long size = RandomAccess.GetLength(file);
            bool overflow = (Int128)offset + length < size;
            if (length <= 0 || (!overflow && offset >= size))
            {
                return new LogTail("", size, overflow);
            }

            int count = (int)Math.Min(Math.Min(length, size), MaxBytes);
            return new LogTail(ReadText(file, path, size - count, count), size, overflow);
        }
        catch (LogReadException exception)
        {
            return new LogTail("", exception.Error == LogReadError.NoFile ? 0 : offset, Overflow: false);
        }
    }

    private static SafeFileHandle Open(string? path)
    {
        if (path is null || !FileStatus.TryGet(path, out FileStatus status))
        {
            throw new LogReadException(LogReadError.NoFile, path);
        }

        // A FIFO, a terminal or a directory has nothing that could be read again.
        int number = status.IsRegularFile ? Libc.Open(path, Libc.OpenReadOnly | Libc.CloseOnExec | Libc.NonBlocking, 0) : -1;
        return number >= 0
            ? new SafeFileHandle(number, ownsHandle: true)
            : throw new LogReadException(LogReadError.Failed, path);
    }

    private static string ReadText(SafeFileHandle file, string? path, long start, int count)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(count);
        int read = 0;
        try
        {
            while (read < count && RandomAccess.Read(file, buffer.AsSpan(read), start + read) is int n and > 0)
            {
                read += n;
            }
        }
        catch (IOException)
        {
            throw new LogReadException(LogReadError.Failed, path);
        }

        ReadOnlySpan<byte> data = buffer.AsSpan(0, read);
        data = data[(start > 0 ? Utf8Text.TailOfCharacter(data) : 0)..];
        return Encoding.UTF8.GetString(data[..Utf8Text.WholeCharacters(data)]);
    }
}
