using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Logs;

/// <summary>One output stream of one process: the pipe that the daemon reads and what becomes of the bytes.</summary>
/// <remarks>Its methods may be called from any thread; the work is done on the log pump's.</remarks>
public sealed class OutputChannel
{
    // What a process that has ended can have left behind, and a bound for one whose children go on writing.
    private const int MaxDrainBytes = 1024 * 1024;

    private readonly LogPump _pump;
    private readonly OutputSink _sink;
    private SafeFileHandle? _pipe;
    private OutputPipeline? _pipeline;
    private IoRegistration? _registration;
    private long _bytesRead;
    private bool _isWaiting;

    internal OutputChannel(LogPump pump, SafeFileHandle pipe, OutputSink sink)
    {
        _pump = pump;
        _pipe = pipe;
        _sink = sink;
    }

    /// <summary>Bytes that were taken from the pipe.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    private int Descriptor => (int)_pipe!.DangerousGetHandle();

    /// <summary>Reads what the pipe holds now, at most 1 MiB, and closes it, as Supervisor does: what grandchildren write later is read by
    /// nobody.</summary>
    /// <param name="completed">Called on the pump's thread, always and once, after the bytes are in the log.</param>
    public void DrainAndClose(Action completed) => _pump.Loop.Post(() =>
    {
        try
        {
            Drain();
        }
        finally
        {
            CloseNow();
            completed();
        }
    });

    /// <summary>Closes the pipe; what it still holds is lost.</summary>
    public void Close() => _pump.Loop.Post(CloseNow);

    /// <summary>Stops reading but leaves the pipe open, for the program that takes over from this daemon.</summary>
    /// <returns>The pipe, the caller's from now on; null when it has been closed.</returns>
    public Task<SafeFileHandle?> DetachAsync() => _pump.Loop.InvokeAsync(() =>
    {
        SafeFileHandle? pipe = _pipe;
        _pipe = null;
        StopWatching();
        ReleaseSinks(isLeft: true);
        return pipe;
    });

    /// <summary>Removes the log file and starts a new one; rotated files stay.</summary>
    /// <returns>False when it could not be done. A channel that is closed or has no file has nothing to do.</returns>
    public Task<bool> ClearLogAsync() => _pump.Loop.InvokeAsync(() => _pipeline?.File?.File.Clear() ?? true);

    /// <summary>Closes the log file and opens what has its name now.</summary>
    /// <returns>False when it could not be opened; then the old file stays in use.</returns>
    public Task<bool> ReopenLogAsync() => _pump.Loop.InvokeAsync(() => _pipeline?.File?.Reopen() ?? true);

    internal void Open()
    {
        if (_pipe is null)
        {
            return;
        }

        _pipeline = new OutputPipeline(_pump, _sink, _sink.File is null ? null : _pump.Files.Acquire(_sink.File));
        Watch();
    }

    internal void CloseNow()
    {
        if (_pipe is null)
        {
            return;
        }

        StopWatching();
        _pipe.Dispose();
        _pipe = null;
        ReleaseSinks();
    }

    private void ReleaseSinks(bool isLeft = false)
    {
        _pump.Forget(this);
        OutputPipeline? pipeline = _pipeline;
        _pipeline = null;
        pipeline?.Finish(isLeft);
        pipeline?.File?.Release();
    }

    private void Watch()
    {
        try
        {
            Pipe.SetNonBlocking(_pipe!);
            _registration = _pump.Loop.Register(Descriptor, IoEvents.Read, _ => OnReadable());
        }
        catch (IOException exception)
        {
            _pump.Log.Critical($"cannot read the {_sink.Stream} of '{_sink.ProcessName}': {exception.Message}");
            CloseNow();
        }
    }

    private void StopWatching()
    {
        _registration?.Dispose();
        _registration = null;
    }

    private void OnReadable()
    {
        if (_pipe is null || _pipeline is null)
        {
            return;
        }

        if (_pipeline.File is { File.IsBlocked: true } file)
        {
            // The log's reader is slow, so the program has to wait. Watching is ended, not narrowed: a hang-up is always reported.
            StopWatching();
            WaitFor(file);
            return;
        }

        if (ReadOnce() == 0)
        {
            _pump.Log.Debug($"fd {Descriptor} closed, stopped monitoring <'{_sink.ProcessName}' {_sink.Stream}>");
            CloseNow();
        }
    }

    private void WaitFor(SharedLogFile file)
    {
        if (!_isWaiting)
        {
            _isWaiting = true;
            file.WhenUnblocked(() =>
            {
                _isWaiting = false;
                if (_pipe is not null && _registration is null)
                {
                    Watch();
                }
            });
        }
    }

    private void Drain()
    {
        int left = MaxDrainBytes;
        while (left > 0 && _pipe is not null && _pipeline is not null)
        {
            int count = ReadOnce();
            if (count <= 0)
            {
                return;
            }

            left -= count;
        }
    }

    // Bytes taken from the pipe, 0 at its end, -1 when it is empty now.
    private unsafe int ReadOnce()
    {
        int moved = 0;
        if (_pipeline!.IsPlainCopy)
        {
            SpliceOutcome outcome = _pipeline.File!.File.SpliceFrom(Descriptor, out moved);
            _ = Interlocked.Add(ref _bytesRead, moved);
            if (outcome is not (SpliceOutcome.NeedsWrite or SpliceOutcome.MovedToLimit))
            {
                return outcome switch { SpliceOutcome.Moved => moved, SpliceOutcome.EndOfPipe => 0, _ => -1 };
            }

            // Bytes that this process has are lost with it, so the place of the rotation is looked for in a copy.
            if (_pipeline.File.File.CanSplice && _pump.Peek(Descriptor) is { IsEmpty: false } beginning
                && _pipeline.File.File.TrySpliceToRotation(Descriptor, beginning, out int share))
            {
                _ = Interlocked.Add(ref _bytesRead, share);
                return moved + share;
            }
        }

        nint count;
        fixed (byte* buffer = _pump.Buffer)
        {
            do
            {
                count = Libc.Read(Descriptor, buffer, (nuint)_pipeline.MaxReadBytes);
            }
            while (count < 0 && Errno.Last == Errno.EINTR);

            if (count <= 0 && moved > 0)
            {
                return moved;
            }

            // Anything but "empty now" is the end of a pipe that can no longer be read.
            if (count < 0)
            {
                return Errno.Last == Errno.EAGAIN ? -1 : 0;
            }
        }

        _ = Interlocked.Add(ref _bytesRead, count);
        _pipeline.Write(_pump.Buffer.AsSpan(0, (int)count));
        return moved + (int)count;
    }
}
