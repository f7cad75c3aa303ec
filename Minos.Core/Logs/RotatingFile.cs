using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Minos.Native;

namespace Minos.Logs;

/// <summary>A log that is appended to and rotated by size, and that survives whatever happens to its file.</summary>
/// <remarks>
/// <para>Rotation follows Supervisor's (the file becomes <c>.1</c>, <c>.1</c> becomes <c>.2</c>, ...), but at a line end: the line that
/// reaches the limit is completed in the old file, unless it goes on for more than 64 KiB.</para>
/// <para>Nothing here throws for what a disk or another program does. A file that was removed or renamed is created again within a
/// second; bytes that could not be written are counted, and a line in the log says how many were lost once writing works again.
/// A target that has a slow reader (a FIFO, a terminal, the daemon's own stdout) makes the file <see cref="IsBlocked"/>.</para>
/// <para>Not thread-safe: the log pump's thread owns it.</para>
/// </remarks>
public sealed class RotatingFile : IDisposable
{
    /// <summary>How much is kept for a target whose reader is slow.</summary>
    internal const int MaxBacklogBytes = 1024 * 1024;

    private const int MaxSpliceBytes = 128 * 1024;
    private const int MinSpliceBytes = 4096;

    private static readonly TimeSpan s_checkInterval = TimeSpan.FromSeconds(1);

    private readonly Action<string>? _warn;
    private readonly TimeProvider _time;
    private readonly DescriptorLimit? _limit;
    private readonly RotationGauge _gauge = new();
    private readonly List<byte> _backlog = [];
    private LogFileOptions _options;
    private LogDescriptor? _file;
    private long _checkedAt;
    private long _gap;
    private int _error;
    private int _gapError;
    private bool _disposed;
    private bool _atLineStart;
    private bool _canSplice = true;
    private bool _warnedWrite;
    private bool _warnedRotation;
    private bool _warnedOpen;

    /// <summary>Opens the file; when that fails it is tried again once a second as long as something is written.</summary>
    /// <param name="options">The file and its limits.</param>
    /// <param name="warn">Told once about each kind of trouble until that is over.</param>
    /// <param name="time">The clock of the checks.</param>
    /// <param name="limit">Where its descriptor's number begins; null for anywhere.</param>
    public RotatingFile(LogFileOptions options, Action<string>? warn = null, TimeProvider? time = null, DescriptorLimit? limit = null)
    {
        _options = options;
        _warn = warn;
        _time = time ?? TimeProvider.System;
        _limit = limit;
        _ = Reopen();
    }

    /// <summary>Full path.</summary>
    public string Path => _options.Path;

    /// <summary>The limits; setting them applies from the next write. The path must stay the same.</summary>
    public LogFileOptions Options
    {
        get => _options;
        set
        {
            _options = value;
            _gauge.SetLimit(Rotates ? value.MaxBytes : 0);
        }
    }

    /// <summary>Whether there is a file at the moment.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Bytes that were given to this log and could not be written.</summary>
    public long LostBytes { get; private set; }

    /// <summary>How often the file was rotated.</summary>
    public long Rotations { get; private set; }

    /// <summary>The target's reader is behind: nothing should be written before <see cref="FlushBacklog"/> has succeeded.</summary>
    public bool IsBlocked => _backlog.Count > 0;

    /// <summary>The target may have a slow reader.</summary>
    internal bool CanBlock => _file is { IsRegular: false } or { IsInherited: true };

    /// <summary>Changes when the next byte does not follow the last one that was written here: bytes were lost, the file is another one, or another
    /// program has written to it. A rotation is none of these.</summary>
    internal long Breaks { get; private set; }

    /// <summary>The descriptor that becomes writable when a blocked target has room again; -1 when there is none.</summary>
    internal int Descriptor => _file?.Number ?? -1;

    private bool Rotates => _file is { IsRegular: true, IsInherited: false };

    /// <summary>Appends bytes, rotating at the line ends that ask for it.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        if (!MakeReady())
        {
            Lose(data.Length, _error);
            return;
        }

        if (IsBlocked)
        {
            KeepBack(data);
            return;
        }

        if (_gap > 0 && WriteGapMarker() is int failure and not 0)
        {
            Lose(data.Length, failure);
            return;
        }

        if (IsBlocked)
        {
            KeepBack(data);
            return;
        }

        while (!data.IsEmpty)
        {
            int share = _gauge.Share(data, out bool isComplete);
            int written = _file!.Write(data[..share], out int error);
            Count(written, written > 0 && data[written - 1] == (byte)'\n');
            if (error == Errno.EAGAIN)
            {
                KeepBack(data[written..]);
                return;
            }

            if (error != 0)
            {
                Lose(data.Length - written, error);
                return;
            }

            data = data[share..];
            if (isComplete)
            {
                Rotate();
            }
        }
    }

    /// <summary>Writes what was kept for a slow reader.</summary>
    /// <returns>True when nothing is left.</returns>
    public bool FlushBacklog()
    {
        if (!IsBlocked || _file is null)
        {
            return !IsBlocked;
        }

        ReadOnlySpan<byte> data = CollectionsMarshal.AsSpan(_backlog);
        int written = _file.Write(data, out int error);
        Count(written, written > 0 && data[written - 1] == (byte)'\n');
        _backlog.RemoveRange(0, written);
        if (error is not (0 or Errno.EAGAIN))
        {
            Lose(_backlog.Count, error);
            _backlog.Clear();
        }

        if (_backlog.Count == 0)
        {
            _backlog.TrimExcess();
        }

        return !IsBlocked;
    }

    /// <summary>Closes the file and opens whatever has its name now (a log rotated by another program).</summary>
    /// <returns>False when that fails; then the old file stays in use.</returns>
    public bool Reopen() => !_disposed && Reopen(truncate: false);

    /// <summary>Removes the file and starts a new one. What is no regular file stays as it is.</summary>
    /// <returns>False when it could be neither removed nor emptied.</returns>
    public bool Clear()
    {
        // Also when it could not be opened: a device or a socket that is removed is not made again.
        if (LogDescriptor.IsStandard(Path) || (FileStatus.TryGet(Path, out FileStatus status) && !status.IsRegularFile))
        {
            return true;
        }

        if (Libc.Unlink(Path) == 0 || Errno.Last == Errno.ENOENT)
        {
            return Reopen();
        }

        // A directory that this user cannot write to: the file can be emptied all the same.
        _error = _file?.Truncate() ?? Errno.Last;
        Breaks++;
        StartAt(_file?.Length() ?? 0);
        return _error == 0;
    }

    /// <summary>Finds out where the file stands, as each write does.</summary>
    internal void Refresh() => _ = MakeReady();

    /// <summary>The beginning of a line that the file ends in; empty when it ends with a line, or when a line about lost output is due.</summary>
    internal byte[] ReadUnfinishedLine() => _gap > 0 || !Rotates ? [] : _file!.ReadUnfinishedLine(RotationGauge.MaxOverrunBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsBlocked && !FlushBacklog())
        {
            LostBytes += _backlog.Count;
            _backlog.Clear();
        }

        _disposed = true;
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Whether bytes can go into the file as it is without this process having them.</summary>
    internal bool CanSplice => _canSplice && _gap == 0 && !IsBlocked && _file is { IsRegular: true, IsInherited: false };

    /// <summary>Moves what a pipe holds to the file inside the kernel, as far as nobody has to see the bytes.</summary>
    internal SpliceOutcome SpliceFrom(int pipe, out int moved)
    {
        moved = 0;
        if (!_canSplice || _gap > 0 || IsBlocked || !MakeReady() || !_canSplice || !_file!.IsRegular || _file.IsInherited)
        {
            return SpliceOutcome.NeedsWrite;
        }

        long room = Math.Min(_gauge.Room, MaxSpliceBytes);
        if (room < MinSpliceBytes)
        {
            return SpliceOutcome.NeedsWrite;
        }

        int count = _file.SpliceFrom(pipe, (int)room, out int error);
        switch (error)
        {
            case 0 when count == 0:
                return SpliceOutcome.EndOfPipe;
            case 0:
                moved = count;
                Count(count, endsLine: false);
                return count == room && room < MaxSpliceBytes ? SpliceOutcome.MovedToLimit : SpliceOutcome.Moved;
            case Errno.EAGAIN:
                return SpliceOutcome.Empty;
            case Errno.EINVAL:
                StopSplicing();
                return SpliceOutcome.NeedsWrite;
            default:
                return SpliceOutcome.NeedsWrite;
        }
    }

    /// <summary>Moves what a pipe holds up to the next rotation, whose place can be seen in a copy of what comes first.</summary>
    /// <param name="pipe">The pipe.</param>
    /// <param name="beginning">Its first bytes; they stay in it.</param>
    /// <param name="moved">How many were moved.</param>
    /// <returns>False when it has to be done by reading and writing.</returns>
    internal bool TrySpliceToRotation(int pipe, ReadOnlySpan<byte> beginning, out int moved)
    {
        moved = 0;
        int share = _gauge.Share(beginning, out bool isComplete);
        while (moved < share)
        {
            int count = _file!.SpliceFrom(pipe, share - moved, out _);
            if (count <= 0)
            {
                return moved > 0;
            }

            moved += count;
            Count(count, moved == share && beginning[share - 1] == (byte)'\n');
        }

        if (isComplete)
        {
            Rotate();
        }

        return moved > 0;
    }

    // Where the file stands, and whether it is still the one with the name.
    private bool MakeReady()
    {
        bool isDue = _time.GetElapsedTime(_checkedAt) >= s_checkInterval;
        if (_file is null)
        {
            return isDue && Reopen();
        }

        if (!_file.IsRegular || _file.IsInherited)
        {
            return true;
        }

        if (isDue)
        {
            _checkedAt = _time.GetTimestamp();
            if (!FileStatus.TryGet(Path, out FileStatus status) || status.Identity != _file.Identity)
            {
                _ = Reopen();
            }
        }

        long length = _file.Length();
        if (length > _gauge.Size)
        {
            // Another program appends to this file: only O_APPEND keeps the two from writing over each other.
            StopSplicing();
        }

        if (length != _gauge.Size)
        {
            Breaks++;
        }

        _atLineStart |= length == 0;
        _gauge.Correct(length);
        return true;
    }

    private void Count(int written, bool endsLine)
    {
        if (written > 0)
        {
            _gauge.Advance(written);
            _atLineStart = endsLine;
        }
    }

    private void Rotate()
    {
        int error;
        if (_options.Backups <= 0)
        {
            error = _file!.Truncate();
        }
        else
        {
            error = LogRotation.Shift(Path, _options.Backups);
            if (error == 0 && !Reopen(truncate: true))
            {
                error = _error;
            }
        }

        if (error == 0)
        {
            StartAt(0);
            Rotations++;
            _warnedRotation = false;
            return;
        }

        // The log goes on in the same file, and the next limit is another try.
        _gauge.Start(_gauge.Size, _gauge.Size + _options.MaxBytes);
        WarnOnce(ref _warnedRotation, $"cannot rotate {Path}: {Errno.Describe(error)}; the log goes on in the same file");
    }

    private bool Reopen(bool truncate)
    {
        _checkedAt = _time.GetTimestamp();
        LogDescriptor? file = LogDescriptor.Open(_options, truncate, out _error, _limit);
        if (file is null)
        {
            WarnOnce(
                ref _warnedOpen,
                $"cannot open {Path}: {Errno.Describe(_error)}; {(_file is null ? "output is lost" : "the log goes on in the old file")} until it can be");
            return false;
        }

        _file?.Dispose();
        _file = file;
        Breaks += truncate ? 0 : 1;
        _canSplice = true;
        _warnedOpen = false;
        StartAt(file.IsRegular ? file.Length() : 0);
        return true;
    }

    private void StartAt(long size)
    {
        _gauge.Start(size, Rotates ? _options.MaxBytes : 0);
        _atLineStart = size == 0;
    }

    private void StopSplicing()
    {
        _canSplice = false;
        _file!.SetAppend(true);
    }

    private void KeepBack(ReadOnlySpan<byte> data)
    {
        int kept = Math.Min(data.Length, MaxBacklogBytes - _backlog.Count);
        _backlog.AddRange(data[..kept]);
        if (kept < data.Length)
        {
            Lose(data.Length - kept, Errno.EAGAIN);
        }
    }

    // The one place where a log that cannot be written decides what happens to the bytes: they are counted and dropped.
    private void Lose(int count, int error)
    {
        _gap += count;
        LostBytes += count;
        Breaks++;
        _gapError = error;
        if (_file is not null)
        {
            WarnOnce(ref _warnedWrite, $"cannot write to {Path}: {Errno.Describe(error)}; output is lost until it can be");
        }
    }

    // The error number, or 0 when the line is in the log or kept for its reader.
    private int WriteGapMarker()
    {
        string reason = _gapError == Errno.EAGAIN ? "its reader is too slow" : Errno.Describe(_gapError);
        string text = string.Create(CultureInfo.InvariantCulture, $"{(_atLineStart ? "" : "\n")}[minosd: {_gap} bytes of output lost: {reason}]\n");
        byte[] marker = Encoding.UTF8.GetBytes(text);
        int written = _file!.Write(marker, out int error);
        Count(written, written == marker.Length);
        if (error is not (0 or Errno.EAGAIN))
        {
            return error;
        }

        _gap = 0;
        _warnedWrite = false;
        _backlog.AddRange(marker.AsSpan(written));
        return 0;
    }

    private void WarnOnce(ref bool warned, string message)
    {
        if (!warned)
        {
            warned = true;
            _warn?.Invoke(message);
        }
    }
}
