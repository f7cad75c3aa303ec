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

    private LogFollower(string path, SafeFileHandle file, FileStatus status, int tailBytes)
    {
        _path = path;
        _file = file;
        _identity = status.Identity;
        _position = Math.Max(0, status.Length - tailBytes);
        LastWriteTime = status.LastWriteTime;
    }

    /// <summary>When the file was written last, at the time it was opened.</summary>
    public DateTimeOffset LastWriteTime { get; }

    /// <summary>Opens a file; null when it is missing, not readable, or nothing that has an end (a pipe, a terminal).</summary>
    public static LogFollower? TryOpen(string path, int tailBytes = DefaultTailBytes)
    {
        SafeFileHandle? file = TryOpenFile(path, out FileStatus status);
        return file is null ? null : new LogFollower(path, file, status, tailBytes);
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
