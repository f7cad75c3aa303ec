using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Logs;

/// <summary>One thread that moves the output of all processes from their pipes to their logs.</summary>
/// <remarks>
/// It is not the supervision thread, so that a slow disk delays no restart. Each ready pipe gets one read of at most 128 KiB a
/// turn: a chatty program cannot keep the others waiting. All reads share one buffer.
/// </remarks>
public sealed class LogPump : IDisposable
{
    internal const int BufferBytes = 128 * 1024;

    private readonly HashSet<OutputChannel> _channels = [];
    private readonly HashSet<OutputWriter> _writers = [];
    private Pipe? _copies;
    private bool _disposed;

    /// <summary>Makes a pump; <see cref="Start"/> runs it.</summary>
    /// <param name="log">Where its own troubles are told, and the output of programs when debug messages are on.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="syslogIdentity">The name in front of syslog messages.</param>
    /// <param name="syslogSocket">The socket of the local syslog.</param>
    /// <param name="limit">Where the numbers of the files' descriptors begin; null for anywhere.</param>
    public LogPump(
        ISupervisorLog log, TimeProvider? time = null, string syslogIdentity = "supervisord", string syslogSocket = "/dev/log", DescriptorLimit? limit = null)
    {
        Log = log;
        Loop = new EventLoop("log pump") { HandlerFailed = exception => log.Critical($"log pump: {exception}") };
        Time = time ?? TimeProvider.System;
        Files = new LogFileTable(Loop, log.Warn, Time, limit);
        Syslog = new SyslogSender(syslogIdentity, Time, syslogSocket);
    }

    /// <summary>The pump's event loop, for those who write logs of their own on its thread.</summary>
    public EventLoop Loop { get; }

    internal ISupervisorLog Log { get; }

    internal TimeProvider Time { get; }

    internal LogFileTable Files { get; }

    internal SyslogSender Syslog { get; }

    internal byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);

    internal byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(BufferBytes + 1);

    /// <summary>Lines with their stamps, on their way to a file; empty between two pieces of output. Takes memory with the first of them.</summary>
    internal LineBuffer Composed { get; } = new();

    /// <summary>Starts the thread.</summary>
    public void Start() => Loop.Start();

    /// <summary>Starts to read a pipe. From any thread.</summary>
    /// <param name="readEnd">The daemon's end; it belongs to the channel from now on and is made non-blocking.</param>
    /// <param name="sink">What becomes of the bytes.</param>
    public OutputChannel Attach(SafeFileHandle readEnd, OutputSink sink)
    {
        var channel = new OutputChannel(this, readEnd, sink);
        Loop.Post(() =>
        {
            _ = _channels.Add(channel);
            channel.Open();
        });
        return channel;
    }

    /// <summary>Opens the log of a stream that somebody else reads. From any thread.</summary>
    public OutputWriter OpenWriter(OutputSink sink)
    {
        var writer = new OutputWriter(this, sink);
        Loop.Post(() =>
        {
            _ = _writers.Add(writer);
            writer.Open();
        });
        return writer;
    }

    /// <summary>Writes what the writers have collected. On the pump's thread.</summary>
    public void FlushWriters()
    {
        foreach (OutputWriter writer in _writers)
        {
            writer.Flush();
        }
    }

    /// <summary>Creates a log file that does not exist yet and tells whether it can be written; the file is left empty.</summary>
    /// <returns>0, or the error number (man 3 errno) of opening it.</returns>
    public Task<int> CheckAsync(LogFileOptions file) => Loop.InvokeAsync(() =>
    {
        LogDescriptor.Open(file, truncate: false, out int error)?.Dispose();
        return error;
    });

    /// <summary>Closes and opens again every log file, for a program that has renamed them (SIGUSR2).</summary>
    public Task ReopenAllAsync() => Loop.InvokeAsync(Files.ReopenAll);

    /// <summary>Ends the thread after what is already asked for, and closes all pipes and files.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Loop.Post(() =>
        {
            foreach (OutputChannel channel in _channels.ToArray())
            {
                channel.CloseNow();
            }
        });
        Loop.Post(() =>
        {
            FlushWriters();
            Files.CloseAll();
            _copies?.Dispose();
            Syslog.Dispose();
        });
        Loop.Dispose();
    }

    /// <summary>Copies the beginning of what a pipe holds (man 2 tee); it stays there.</summary>
    internal unsafe ReadOnlySpan<byte> Peek(int pipe)
    {
        const uint NonBlocking = 2; // SPLICE_F_NONBLOCK
        try
        {
            _copies ??= Pipe.Create();
        }
        catch (IOException)
        {
            return [];
        }

        Pipe copies = _copies.Value;
        nint count = Libc.Tee(pipe, (int)copies.WriteEnd.DangerousGetHandle(), BufferBytes, NonBlocking);
        if (count <= 0)
        {
            return [];
        }

        int length = 0;
        fixed (byte* start = Buffer)
        {
            while (length < count)
            {
                nint read = Libc.Read((int)copies.ReadEnd.DangerousGetHandle(), start + length, (nuint)(count - length));
                if (read <= 0 && Errno.Last != Errno.EINTR)
                {
                    copies.Dispose();
                    _copies = null;
                    return [];
                }

                length += (int)Math.Max(0, read);
            }
        }

        return Buffer.AsSpan(0, length);
    }

    internal void Forget(OutputChannel channel) => _channels.Remove(channel);

    internal void Forget(OutputWriter writer) => _writers.Remove(writer);
}
