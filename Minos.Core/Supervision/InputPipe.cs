using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>The daemon's end of a child's stdin: what the pipe does not take now is kept, and written when it does.</summary>
internal sealed class InputPipe(EventLoop loop, SafeFileHandle writeEnd)
{
    /// <summary>A child that does not read cannot make the daemon grow past this, or past the one message that is larger.</summary>
    private const int MaxPendingBytes = 16 * 1024 * 1024;

    private readonly LinkedList<ReadOnlyMemory<byte>> _pending = new();
    private IoRegistration? _registration;
    private long _pendingBytes;
    private bool _closed;

    internal bool Write(ReadOnlyMemory<byte> bytes)
    {
        if (_closed || (_pendingBytes > 0 && _pendingBytes + bytes.Length > MaxPendingBytes))
        {
            return false;
        }

        _ = _pending.AddLast(bytes);
        _pendingBytes += bytes.Length;
        Flush();
        return !_closed;
    }

    /// <summary>What has not been written yet.</summary>
    internal byte[] Pending => [.. _pending.SelectMany(static p => p.ToArray())];

    internal void Close()
    {
        if (!_closed)
        {
            _closed = true;
            _registration?.Dispose();
            writeEnd.Dispose();
            _pending.Clear();
        }
    }

    private unsafe void Flush()
    {
        while (_pending.First is { } first)
        {
            ReadOnlyMemory<byte> next = first.Value;
            nint written;
            fixed (byte* start = next.Span)
            {
                written = Libc.Write((int)writeEnd.DangerousGetHandle(), start, (nuint)next.Length);
            }

            if (written < 0)
            {
                HandleError(Errno.Last);
                return;
            }

            _pendingBytes -= written;
            if (written < next.Length)
            {
                first.Value = next[(int)written..];
            }
            else
            {
                _pending.RemoveFirst();
            }
        }

        if (_registration is not null)
        {
            _registration.Interest = IoEvents.None;
        }
    }

    private void HandleError(int errno)
    {
        switch (errno)
        {
            case Errno.EINTR:
            case Errno.EAGAIN:
                _registration ??= loop.Register((int)writeEnd.DangerousGetHandle(), IoEvents.None, OnReady);
                _registration.Interest = IoEvents.Write;
                break;
            default:
                Close();
                break;
        }
    }

    private void OnReady(IoEvents ready)
    {
        if ((ready & (IoEvents.Error | IoEvents.HangUp)) != 0)
        {
            Close();
        }
        else
        {
            Flush();
        }
    }
}
