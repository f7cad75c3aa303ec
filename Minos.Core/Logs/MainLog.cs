using System.Buffers;
using System.Globalization;
using System.Text;
using Minos.Configuration;

namespace Minos.Logs;

/// <summary>The daemon's own log, in Supervisor's format: <c>2026-11-22 10:52:27,042 INFO message</c>, local time.</summary>
/// <remarks>
/// Writing puts a message into a queue and returns; the log pump's thread does the rest. Messages from before <see cref="OpenAsync"/> are
/// kept and come first, the most important ones at the top. The queue is bounded: when the disk is so slow that it fills up, messages
/// are dropped, and a line says how many.
/// </remarks>
public sealed class MainLog : ISupervisorLog
{
    internal const int MaxQueuedMessages = 16 * 1024;
    internal const int MaxQueuedCharacters = 8 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _line = new(256);
    private List<Entry> _queue = [];
    private long _queuedCharacters;
    private long _dropped;
    private long _droppedEver;
    private bool _isScheduled;
    private LogPump? _pump;
    private MainLogOptions _options = new();
    private SharedLogFile? _file;
    private SharedLogFile? _echo;
    private volatile SupervisorLogLevel _level = SupervisorLogLevel.Blather;

    /// <summary>Makes a log that keeps its messages until <see cref="OpenAsync"/>.</summary>
    /// <param name="time">The clock and time zone of the lines; the system's by default.</param>
    public MainLog(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The least important level that is kept; everything until the log is open.</summary>
    public SupervisorLogLevel Level
    {
        get => _level;
        set => _level = value;
    }

    /// <summary>Messages that were lost because the queue was full.</summary>
    public long DroppedMessages => Interlocked.Read(ref _droppedEver);

    /// <inheritdoc/>
    public bool IsEnabled(SupervisorLogLevel level) => level >= _level;

    /// <inheritdoc/>
    public void Write(SupervisorLogLevel level, string message)
    {
        if (!IsEnabled(level))
        {
            return;
        }

        var entry = new Entry(level, _time.GetLocalNow(), message);
        LogPump? pump;
        lock (_lock)
        {
            if (_queue.Count >= MaxQueuedMessages || _queuedCharacters + message.Length > MaxQueuedCharacters)
            {
                _dropped++;
                _ = Interlocked.Increment(ref _droppedEver);
                return;
            }

            _queue.Add(entry);
            _queuedCharacters += message.Length;
            pump = _isScheduled ? null : _pump;
            _isScheduled |= pump is not null;
        }

        pump?.Loop.Post(Drain);
    }

    /// <summary>Opens the log's files on the pump's thread and writes what was kept so far, CRIT first, then WARN, then INFO.</summary>
    /// <returns>0, or the error number (man 3 errno) of opening the file; the log then goes on trying.</returns>
    public Task<int> OpenAsync(MainLogOptions options, LogPump pump) => pump.Loop.InvokeAsync(() =>
    {
        int error = 0;
        _options = options;
        _level = options.Level;
        if (options.File is not null)
        {
            LogDescriptor.Open(options.File, truncate: false, out error)?.Dispose();
            _file = pump.Files.Acquire(options.File);
        }

        // Already the main log when that is /dev/stdout: one copy is enough.
        _echo = options.EchoToStandardOutput ? pump.Files.Acquire(new LogFileOptions { Path = "/dev/stdout" }) : null;
        if (_echo is not null && _echo == _file)
        {
            _echo.Release();
            _echo = null;
        }

        lock (_lock)
        {
            _queue = [.. _queue.Where(entry => IsEnabled(entry.Level)).OrderByDescending(entry => entry.Level)];
            _pump = pump;
            _isScheduled = true;
        }

        Drain();
        return error;
    });

    /// <summary>Waits until everything written so far is in the files.</summary>
    public Task FlushAsync() => InvokeAsync(static () => true);

    /// <summary>Closes the file and opens what has its name now (SIGUSR2); the old file's last line says so.</summary>
    /// <returns>False when it could not be opened; then the old file stays in use.</returns>
    public Task<bool> ReopenAsync()
    {
        this.Info("supervisord logreopen");
        return InvokeAsync(() => _file?.Reopen() ?? true);
    }

    /// <summary>Removes the file and starts a new one.</summary>
    /// <returns>False when it could not be done.</returns>
    public Task<bool> ClearAsync()
    {
        // Supervisor writes this line too, into the file that it has just removed.
        this.Info("reopening log file");
        return InvokeAsync(() => _file?.File.Clear() ?? true);
    }

    /// <summary>Writes what is left and closes the files; later messages are kept in the queue only.</summary>
    public Task CloseAsync() => InvokeAsync(() =>
    {
        lock (_lock)
        {
            _pump = null;
        }

        _file?.Release();
        _echo?.Release();
        _file = _echo = null;
        return true;
    });

    private static string Code(SupervisorLogLevel level) => level switch
    {
        SupervisorLogLevel.Critical => "CRIT",
        SupervisorLogLevel.Error => "ERRO",
        SupervisorLogLevel.Warn => "WARN",
        SupervisorLogLevel.Info => "INFO",
        SupervisorLogLevel.Debug => "DEBG",
        SupervisorLogLevel.Trace => "TRAC",
        _ => "BLAT",
    };

    // Runs a function after the messages that are queued now have been written.
    private Task<bool> InvokeAsync(Func<bool> function)
    {
        LogPump? pump;
        lock (_lock)
        {
            pump = _pump;
        }

        return pump is null
            ? Task.FromResult(true)
            : pump.Loop.InvokeAsync(() =>
            {
                Drain();
                return function();
            });
    }

    private void Drain()
    {
        List<Entry> entries;
        long dropped;
        lock (_lock)
        {
            (entries, _queue) = (_queue, []);
            (dropped, _dropped) = (_dropped, 0);
            _queuedCharacters = 0;
            _isScheduled = false;
        }

        foreach (Entry entry in entries)
        {
            Emit(entry);
        }

        if (dropped > 0)
        {
            Emit(new Entry(SupervisorLogLevel.Warn, _time.GetLocalNow(), $"{dropped} messages were dropped: the log could not be written fast enough"));
        }
    }

    private void Emit(Entry entry)
    {
        string head = string.Create(CultureInfo.InvariantCulture, $"{entry.Time:yyyy-MM-dd HH:mm:ss,fff} {Code(entry.Level)} ");
        if (_options.Syslog)
        {
            foreach (string text in entry.Message.TrimEnd('\n').Split('\n'))
            {
                _pump?.Syslog.Send(Encoding.UTF8.GetBytes(head + text));
            }
        }

        _line.ResetWrittenCount();
        _ = Encoding.UTF8.GetBytes(head, _line);
        _ = Encoding.UTF8.GetBytes(entry.Message, _line);
        _line.Write("\n"u8);
        _file?.Write(_line.WrittenSpan);
        _echo?.Write(_line.WrittenSpan);
    }

    private sealed record Entry(SupervisorLogLevel Level, DateTimeOffset Time, string Message);
}
