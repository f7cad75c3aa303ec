namespace Minos.Logs;

/// <summary>The log of a stream that somebody else reads: an event listener's stdout, which is the notification protocol too.</summary>
/// <remarks>Its methods may be called from any thread and never wait; the work is done on the log pump's. Bytes that come faster than the
/// disk takes them are dropped and counted.</remarks>
public sealed class OutputWriter
{
    private const long MaxPendingBytes = 1024 * 1024;

    private readonly LogPump _pump;
    private readonly OutputSink _sink;
    private OutputPipeline? _pipeline;
    private long _pendingBytes;
    private long _lostBytes;

    internal OutputWriter(LogPump pump, OutputSink sink)
    {
        _pump = pump;
        _sink = sink;
    }

    /// <summary>Writes what has been read. The bytes must not change afterwards.</summary>
    public void Write(ReadOnlyMemory<byte> data)
    {
        long pending = Interlocked.Add(ref _pendingBytes, data.Length);
        if (pending > MaxPendingBytes)
        {
            _ = Interlocked.Add(ref _pendingBytes, -data.Length);
            _ = Interlocked.Add(ref _lostBytes, data.Length);
            return;
        }

        _pump.Loop.Post(() =>
        {
            _ = Interlocked.Add(ref _pendingBytes, -data.Length);
            _pipeline?.Write(data.Span);
            ReportLost();
        });
    }

    /// <summary>Ends the log of this process.</summary>
    /// <param name="completed">Called on the pump's thread, after the bytes are in the log.</param>
    public void Close(Action completed) => _pump.Loop.Post(() =>
    {
        OutputPipeline? pipeline = _pipeline;
        _pipeline = null;
        pipeline?.Finish();
        pipeline?.File?.Release();
        completed();
    });

    /// <summary>Removes the log file and starts a new one; rotated files stay.</summary>
    /// <returns>False when it could not be done.</returns>
    public Task<bool> ClearLogAsync() => _pump.Loop.InvokeAsync(() => _pipeline?.File?.File.Clear() ?? true);

    internal void Open() => _pipeline = new OutputPipeline(_pump, _sink, _sink.File is null ? null : _pump.Files.Acquire(_sink.File));

    private void ReportLost()
    {
        if (Interlocked.Exchange(ref _lostBytes, 0) is > 0 and long lost)
        {
            _pump.Log.Warn($"{lost} bytes of the {_sink.Stream} of '{_sink.ProcessName}' were not logged: they came faster than they could be written");
        }
    }
}
