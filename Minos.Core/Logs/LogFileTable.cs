using Minos.Native;

namespace Minos.Logs;

/// <summary>The log files that are open, by full path: two programs that log to one file share its writer, or each would rotate under
/// the other. On the pump's thread.</summary>
internal sealed class LogFileTable
{
    private readonly Dictionary<string, SharedLogFile> _files = new(StringComparer.Ordinal);
    private readonly EventLoop _loop;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;
    private readonly DescriptorLimit? _limit;

    public LogFileTable(EventLoop loop, Action<string> warn, TimeProvider time, DescriptorLimit? limit)
    {
        _loop = loop;
        _warn = warn;
        _time = time;
        _limit = limit;
    }

    public int Count => _files.Count;

    /// <summary>Hands out the writer of a path; each user calls <see cref="SharedLogFile.Release"/> once.</summary>
    public SharedLogFile Acquire(LogFileOptions options)
    {
        string path = Path.GetFullPath(options.Path);
        LogFileOptions full = options with { Path = path };
        if (!_files.TryGetValue(path, out SharedLogFile? file))
        {
            file = new SharedLogFile(this, _loop, new RotatingFile(full, _warn, _time, _limit));
            _files.Add(path, file);
        }
        else
        {
            if (file.Users > 0 && (file.File.Options.MaxBytes, file.File.Options.Backups) != (full.MaxBytes, full.Backups))
            {
                _warn($"{path} is the log of several programs with different limits; {full.MaxBytes} bytes and {full.Backups} backups apply");
            }

            file.File.Options = full;
            if (!file.File.IsOpen)
            {
                _ = file.Reopen();
            }
        }

        file.Users++;
        return file;
    }

    public void ReopenAll()
    {
        foreach (SharedLogFile file in _files.Values.ToArray())
        {
            _ = file.Reopen();
        }
    }

    public void CloseIfUnused(SharedLogFile file)
    {
        // What a slow reader has not taken yet is still owed to it.
        if (file.Users == 0 && !file.File.IsBlocked && _files.Remove(file.File.Path))
        {
            file.Close();
        }
    }

    public void CloseAll()
    {
        foreach (SharedLogFile file in _files.Values)
        {
            file.Close();
        }

        _files.Clear();
    }
}
