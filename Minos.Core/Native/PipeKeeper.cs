using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>The daemon's side of the watcher, which keeps the pipes of the daemon's children open: what a child writes last is still there
/// when it ends while no daemon is.</summary>
/// <remarks>From any thread. Never waits for the watcher: one that takes nothing keeps nothing.</remarks>
public sealed class PipeKeeper : IDisposable
{
    /// <summary>Names the descriptor that leads to the watcher, and is removed before anything else sees it.</summary>
    public const string Variable = "MINOSD_KEEPER";

    internal const byte Kept = (byte)'K';
    internal const byte Dropped = (byte)'D';
    internal const byte Program = (byte)'P';
    internal const byte End = (byte)'E';

    private readonly DescriptorChannel _channel;
    private readonly Queue<long> _undropped = [];
    private readonly object _gate = new();

    private PipeKeeper(DescriptorChannel channel) => _channel = channel;

    /// <summary>The descriptor, for a program that is executed in this one's place.</summary>
    public int Descriptor => _channel.Descriptor;

    /// <summary>The way to the watcher that has started this process; null when there is none.</summary>
    public static PipeKeeper? TakeFromEnvironment()
    {
        string? number = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor) ? Inherit(descriptor) : null;
    }

    /// <summary>The way to the watcher that the program before this one has handed on.</summary>
    /// <param name="descriptor">Its number; negative for none.</param>
    public static PipeKeeper? Inherit(int descriptor) =>
        descriptor < 0 ? null : new PipeKeeper(new DescriptorChannel(ProgramReplacement.Take(descriptor)));

    /// <summary>Takes what the watcher has kept since a daemon died, for <see cref="InheritedPipes"/>. Once, before anything is sent.</summary>
    public IReadOnlyList<int> ReceiveKept()
    {
        var kept = new List<int>();
        byte[] buffer = new byte[DescriptorChannel.MaxMessageBytes];
        while (_channel.Receive(buffer, out SafeFileHandle? pipe) > 0 && buffer[0] != End)
        {
            if (pipe is not null)
            {
                kept.Add((int)pipe.DangerousGetHandle());
                pipe.SetHandleAsInvalid();
            }
        }

        return kept;
    }

    /// <summary>Has a pipe kept.</summary>
    /// <param name="readEnd">The daemon's end; it stays the caller's.</param>
    public void Keep(SafeFileHandle readEnd)
    {
        lock (_gate)
        {
            _ = _channel.TrySend([Kept], readEnd);
        }
    }

    /// <summary>Has the output pipes of a process closed: everything that was in them has been read.</summary>
    public void Drop(PipeNumbers pipes)
    {
        Drop(pipes.Output);
        Drop(pipes.Error);
    }

    /// <summary>Has a pipe closed: everything that was in it has been read.</summary>
    /// <param name="number">Its inode number; 0 does nothing.</param>
    public void Drop(long number)
    {
        if (number == 0)
        {
            return;
        }

        lock (_gate)
        {
            _undropped.Enqueue(number);
            Span<byte> message = stackalloc byte[1 + sizeof(long)];
            message[0] = Dropped;
            while (_undropped.TryPeek(out long next))
            {
                BinaryPrimitives.WriteInt64LittleEndian(message[1..], next);
                if (!_channel.TrySend(message))
                {
                    return;
                }

                _ = _undropped.Dequeue();
            }
        }
    }

    /// <summary>Says which program is to be started when this one has been killed.</summary>
    public void StartNext(string path)
    {
        byte[] message = [Program, .. Encoding.UTF8.GetBytes(path)];
        if (message.Length <= DescriptorChannel.MaxMessageBytes)
        {
            lock (_gate)
            {
                _ = _channel.TrySend(message);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
