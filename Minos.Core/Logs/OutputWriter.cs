using System.Runtime.InteropServices;
using Minos.Native;

namespace Minos.Logs;

/// <summary>The log of a stream that somebody else reads: an event listener's stdout, which is the notification protocol too.</summary>
/// <remarks>Its methods may be called from any thread and never wait; the work is done on the log pump's. A listener answers tens of thousands of
/// times a second, a few bytes each: they are collected, and written a hundred times a second at most. Bytes that come faster than the disk
/// takes them are dropped and counted.</remarks>
public sealed class OutputWriter
{
    private const int MaxPendingBytes = 1024 * 1024;
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(10);

    private readonly LogPump _pump;
    private readonly OutputSink _sink;
    private readonly LoopTimer _timer;
    private readonly object _gate = new();
    private OutputPipeline? _pipeline;
    private List<byte> _pending = [];
    private List<byte> _written = [];
    private long _lostBytes;
    private bool _isFlushDue;

    internal OutputWriter(LogPump pump, OutputSink sink)
    {
        _pump = pump;
        _sink = sink;
        _timer = pump.Loop.CreateTimer(Flush);
    }

    /// <summary>Writes what has been read, within ten milliseconds.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            if (_pending.Count + data.Length > MaxPendingBytes)
            {
                _lostBytes += data.Length;
                return;
            }

            _pending.AddRange(data);
            if (_isFlushDue)
            {
                return;
            }

            _isFlushDue = true;
        }

        _pump.Loop.Post(() => _timer.Schedule(s_delay));
    }

    /// <summary>Ends the log of this process.</summary>
    /// <param name="completed">Called on the pump's thread, after the bytes are in the log.</param>
    public void Close(Action completed) => _pump.Loop.Post(() =>
    {
        Flush();
        _pump.Forget(this);
        OutputPipeline? pipeline = _pipeline;
        _pipeline = null;
        pipeline?.Finish();
        pipeline?.File?.Release();
        completed();
    });

    /// <summary>Removes the log file and starts a new one; rotated files stay.</summary>
    /// <returns>False when it could not be done.</returns>
    public Task<bool> ClearLogAsync() => _pump.Loop.InvokeAsync(() =>
    {
        Flush();
        return _pipeline?.File?.File.Clear() ?? true;
    });

    internal void Open() => _pipeline = new OutputPipeline(_pump, _sink, _sink.File is null ? null : _pump.Files.Acquire(_sink.File));

    /// <summary>Writes what has been collected. On the pump's thread.</summary>
    internal void Flush()
    {
        long lost;
        lock (_gate)
        {
            (_pending, _written) = (_written, _pending);
            _isFlushDue = false;
            lost = _lostBytes;
            _lostBytes = 0;
        }

        for (ReadOnlySpan<byte> left = CollectionsMarshal.AsSpan(_written); _pipeline is not null && !left.IsEmpty;)
        {
            int count = Math.Min(left.Length, _pipeline.MaxReadBytes);
            _pipeline.Write(left[..count]);
            left = left[count..];
        }

        _written.Clear();
        if (lost > 0)
        {
            _pump.Log.Warn($"{lost} bytes of the {_sink.Stream} of '{_sink.ProcessName}' were not logged: they came faster than they could be written");
        }
    }
}
