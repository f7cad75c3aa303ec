using Minos.Native;

namespace Minos.Logs;

/// <summary>One writer for all who log to one path, and what happens while that path's reader is slow. On the pump's thread.</summary>
internal sealed class SharedLogFile
{
    private readonly LogFileTable _table;
    private readonly EventLoop _loop;
    private readonly List<Action> _waiting = [];
    private IoRegistration? _registration;

    public SharedLogFile(LogFileTable table, EventLoop loop, RotatingFile file)
    {
        _table = table;
        _loop = loop;
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
        Append(data);
    }

    /// <summary>Writes more of what the one who has the turn writes.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        File.Write(data);
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

    /// <summary>Ends the use of the file by one user.</summary>
    public void Release()
    {
        Users--;
        _table.CloseIfUnused(this);
    }

    public void Close()
    {
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
