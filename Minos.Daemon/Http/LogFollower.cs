using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Daemon.Http;

/// <summary>Reads the end of a file and what is appended to it, through rotations and truncations.</summary>
internal sealed class LogFollower : IDisposable
{
    /// <summary>How much of what is in the file already a reader gets, as from Supervisor.</summary>
    public const int DefaultTailBytes = 1024;

    private const int MaxReadBytes = 64 * 1024;

    private readonly string _path;
    private SafeFileHandle _file;
    private FileIdentity _identity;
    private long _position;

    private LogFollower(string path, SafeFileHandle file, FileStatus status, long position)
    {
        _path = path;
        _file = file;
        _identity = status.Identity;
        _position = position;
        LastWriteTime = status.LastWriteTime;
    }

    /// <summary>When the file was written last, at the time it was opened.</summary>
    public DateTimeOffset LastWriteTime { get; }

    /// <summary>The file's name.</summary>
    public string Path => _path;

    /// <summary>The open file.</summary>
    public int Descriptor => (int)_file.DangerousGetHandle();

    /// <summary>How much of the file has been read, in bytes.</summary>
    public long Position => _position;

    /// <summary>Goes on with what another daemon has begun to read.</summary>
    public static LogFollower Inherit(string path, SafeFileHandle file, long position) => new(path, file, FileStatus.Of(file), position);

    /// <summary>Opens a file; null when it is missing, not readable, or nothing that has an end (a pipe, a terminal).</summary>
    public static LogFollower? TryOpen(string path, int tailBytes = DefaultTailBytes)
    {
        SafeFileHandle? file = TryOpenFile(path, out FileStatus status);
        return file is null ? null : new LogFollower(path, file, status, Math.Max(0, status.Length - tailBytes));
    }

    /// <summary>Leaves out of what is in the file already everything before its last lines; a line that is longer than what was to be read lacks its
    /// beginning.</summary>
    public void SkipToLast(int lines)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Max(1, RandomAccess.GetLength(_file) - _position));
        int count = RandomAccess.Read(_file, buffer, _position);
        int start = count > 0 && buffer[count - 1] == '\n' && lines > 0 ? count - 1 : count;
        for (; lines > 0 && start >= 0; lines--)
        {
            start = buffer.AsSpan(0, start).LastIndexOf((byte)'\n');
            if (lines == 1 || start < 0)
            {
                start++;
                break;
            }
        }

        _position += start;
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Copies what is new to <paramref name="output"/>.</summary>
    /// <returns>False when there is nothing new.</returns>
    public bool Read(IBufferWriter<byte> output)
    {
        long length = RandomAccess.GetLength(_file);
        if (length < _position)
        {
            _position = 0;
            output.Write("==> File truncated <==\n"u8);
            return true;
        }

        if (length > _position)
        {
            Span<byte> buffer = output.GetSpan((int)Math.Min(length - _position, MaxReadBytes));
            int count = RandomAccess.Read(_file, buffer[..Math.Min(buffer.Length, MaxReadBytes)], _position);
            output.Advance(count);
            _position += count;
            return count > 0;
        }

        return FollowRotation() && Read(output);
    }

    public void Dispose() => _file.Dispose();

    // Only after the old file has been read to its end, so that its last lines are not lost.
    private bool FollowRotation()
    {
        if (!FileStatus.TryGet(_path, out FileStatus status) || status.Identity == _identity)
        {
            return false;
        }

        SafeFileHandle? next = TryOpenFile(_path, out status);
        if (next is null)
        {
            return false;
        }

        _file.Dispose();
        _file = next;
        _identity = status.Identity;
        _position = 0;
        return true;
    }

    private static SafeFileHandle? TryOpenFile(string path, out FileStatus status)
    {
        // Asked before it is opened: opening a named pipe would wait for its writer.
        if (!FileStatus.TryGet(path, out status) || !status.IsRegularFile)
        {
            return null;
        }

        try
        {
            SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            status = FileStatus.Of(file);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
