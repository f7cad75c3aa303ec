using Minos.Native;

namespace Minos.Logs;

/// <summary>One writer for all who log to one path, and what happens while that path's reader is slow. On the pump's thread.</summary>
internal sealed class SharedLogFile
{
    // Less than this comes from a program that does not flood its log.
    private const int FloodBytes = RotatingFile.BlockBytes / 2;
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(5);

    private readonly LogFileTable _table;
    private readonly EventLoop _loop;
    private readonly List<Action> _waiting = [];
    private readonly LoopTimer _timer;

    // The beginning of a block of the file that is not written yet. It is part of what the stamper writes; where the file stood then, and whether it goes on with a line.
    private readonly LineBuffer _block = new();
    private long _blockBreaks;
    private bool _isBlockInLine;
    private IoRegistration? _registration;

    public SharedLogFile(LogFileTable table, EventLoop loop, RotatingFile file)
    {
        _table = table;
        _loop = loop;
        _timer = loop.CreateTimer(() =>
        {
            Flush();
            _block.Release();
        });
        File = file;
    }

    public RotatingFile File { get; }

    public int Users { get; set; }

    /// <summary>Who has written last, if that was somebody who writes stamped lines, and may be inside one.</summary>
    public LineStamper? Stamper { get; private set; }

    /// <summary>Writes what belongs to no stamped line.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        _ = TakeTurn(null);
        File.Write(data);
        WatchIfBlocked();
    }

    /// <summary>Writes more of what the one who has the turn writes.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        File.Write(data);
        WatchIfBlocked();
    }

    /// <summary>As <see cref="Append"/>, but of what comes in large pieces, the beginning of a block of the file waits for its rest, five milliseconds at most.</summary>
    public void AppendBlocks(ReadOnlySpan<byte> data)
    {
        if (_block.Count == 0 && data.Length < FloodBytes)
        {
            Append(data);
            return;
        }

        if (_block.Count > 0)
        {
            int missing = File.ToBlockEnd(_block.Count);
            int share = Math.Min(missing, data.Length);
            _block.Append(data[..share]);
            data = data[share..];
            if (share == missing)
            {
                Flush();
            }
        }

        if (!data.IsEmpty)
        {
            _block.Append(File.WriteBlocks(data));
            (_blockBreaks, _isBlockInLine) = (File.Breaks, !File.IsAtLineStart);
            WatchIfBlocked();
        }

        if (_block.Count > 0 && !_timer.IsScheduled)
        {
            _timer.Schedule(s_delay);
        }
    }

    /// <summary>Writes the block that has begun.</summary>
    public void Flush()
    {
        if (_block.Count == 0)
        {
            return;
        }

        File.Refresh();
        if (_blockBreaks != File.Breaks)
        {
            // The line that it goes on with is in another file, or ended by another program.
            File.Write(File.ReadUnfinishedLine().Length > 0 ? "\n"u8 : []);
            File.Write(_isBlockInLine ? Stamper!.Continuation! : []);
        }

        File.Write(_block.Bytes);
        _block.Clear();
        WatchIfBlocked();
    }

    /// <summary>Ends another's unfinished line before something is written.</summary>
    /// <returns>Whether another has written last.</returns>
    public bool TakeTurn(LineStamper? next)
    {
        if (Stamper == next)
        {
            return false;
        }

        Flush();
        LineStamper? last = Stamper;
        Stamper = next;
        last?.Cut();
        return true;
    }

    /// <summary>Runs an action when the reader has caught up; readers of pipes stop reading until then.</summary>
    public void WhenUnblocked(Action action) => _waiting.Add(action);

    public bool Reopen()
    {
        StopWatching();
        _ = TakeTurn(null);
        bool reopened = File.Reopen();
        Resume();
        return reopened;
    }

    /// <summary>Removes the file and starts a new one.</summary>
    /// <returns>False when it could be neither removed nor emptied.</returns>
    public bool Clear()
    {
        Flush();
        return File.Clear();
    }

    /// <summary>Ends the use of the file by one user.</summary>
    public void Release()
    {
        Users--;
        _table.CloseIfUnused(this);
    }

    public void Close()
    {
        _timer.Cancel();
        Flush();
        StopWatching();
        File.Dispose();
    }

    private void WatchIfBlocked()
    {
        if (File.IsBlocked && _registration is null)
        {
            try
            {
                _registration = _loop.Register(File.Descriptor, IoEvents.Write, _ => Resume());
            }
            catch (IOException)
            {
                // Nothing that can be waited for, so nothing to wait for: one more try, and what is left then is lost and counted.
                _ = File.FlushBacklog();
            }
        }
    }

    private void Resume()
    {
        if (!File.FlushBacklog())
        {
            WatchIfBlocked();
            return;
        }

        StopWatching();
        Action[] waiting = [.. _waiting];
        _waiting.Clear();
        foreach (Action action in waiting)
        {
            action();
        }

        _table.CloseIfUnused(this);
    }

    private void StopWatching()
    {
        _registration?.Dispose();
        _registration = null;
    }
}
