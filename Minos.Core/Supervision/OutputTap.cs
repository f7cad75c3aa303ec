using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Minos.Native;

namespace Minos.Supervision;

/// <summary>The daemon's end of a child's stdout when the supervision thread has to see what the child says.</summary>
internal sealed class OutputTap
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>What a process that has ended can have left behind, and a bound for one whose children go on writing.</summary>
    private const int MaxDrainBytes = 1024 * 1024;

    private readonly SafeFileHandle _readEnd;
    private readonly Action<ReadOnlyMemory<byte>> _received;
    private readonly IoRegistration _registration;
    private bool _closed;

    internal OutputTap(EventLoop loop, SafeFileHandle readEnd, Action<ReadOnlyMemory<byte>> received)
    {
        _readEnd = readEnd;
        _received = received;
        _registration = loop.Register((int)readEnd.DangerousGetHandle(), IoEvents.Read, OnReadable);
    }

    /// <summary>Reads what the pipe holds now and closes it.</summary>
    internal void DrainAndClose()
    {
        int left = MaxDrainBytes;
        while (!_closed && left > 0 && ReadOnce() is > 0 and int count)
        {
            left -= count;
        }

        Close();
    }

    private void OnReadable(IoEvents ready)
    {
        if (!_closed && ReadOnce() == 0)
        {
            Close();
        }
    }

    private void Close()
    {
        if (!_closed)
        {
            _closed = true;
            _registration.Dispose();
            _readEnd.Dispose();
        }
    }

    // Bytes handed on, 0 at the pipe's end, -1 when it is empty now.
    private unsafe int ReadOnce()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            nint count;
            fixed (byte* start = buffer)
            {
                count = Libc.Read((int)_readEnd.DangerousGetHandle(), start, BufferBytes);
            }

            if (count < 0)
            {
                return Errno.Last is Errno.EAGAIN or Errno.EINTR ? -1 : 0;
            }

            if (count > 0)
            {
                _received(buffer.AsMemory(0, (int)count));
            }

            return (int)count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
