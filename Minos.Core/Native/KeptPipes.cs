using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>The watcher's side of <see cref="PipeKeeper"/>: holds the pipes of a daemon's children, reads nothing from them, and gives them to
/// the next daemon.</summary>
public sealed class KeptPipes : IDisposable
{
    private readonly Dictionary<long, SafeFileHandle> _pipes = [];
    private DescriptorChannel? _channel;
    private Thread? _thread;

    /// <summary>The program that a daemon has asked to be started next; null for none.</summary>
    public string? NextProgram { get; private set; }

    /// <summary>How many are held.</summary>
    public int Count => _pipes.Count;

    /// <summary>Makes the socket for another daemon.</summary>
    /// <exception cref="IOException">No descriptors are left.</exception>
    public SafeFileHandle Open()
    {
        (_channel, SafeFileHandle other) = DescriptorChannel.CreatePair();
        return other;
    }

    /// <summary>Serves the daemon that has been started with the socket, which must be closed here, until it is gone.</summary>
    public void Serve()
    {
        _thread = new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "kept pipes" };
        _thread.Start();
    }

    /// <summary>Takes in what a daemon that is dead has sent.</summary>
    public void Finish()
    {
        _thread?.Join();
        _thread = null;
        _channel?.Dispose();
        _channel = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish();
        foreach (SafeFileHandle pipe in _pipes.Values)
        {
            pipe.Dispose();
        }
    }

    private void Run()
    {
        foreach (SafeFileHandle pipe in _pipes.Values)
        {
            if (!_channel!.TrySend([PipeKeeper.Kept], pipe, wait: true))
            {
                break;
            }
        }

        _ = _channel!.TrySend([PipeKeeper.End], wait: true);
        byte[] buffer = new byte[DescriptorChannel.MaxMessageBytes];
        while (_channel.Receive(buffer, out SafeFileHandle? pipe) is > 0 and int length)
        {
            Take(buffer.AsSpan(0, length), pipe);
        }
    }

    private void Take(ReadOnlySpan<byte> message, SafeFileHandle? pipe)
    {
        switch (message[0])
        {
            case PipeKeeper.Kept when pipe is not null:
                long number = (long)FileStatus.Of(pipe).Identity.Inode;
                Close(number);
                _pipes[number] = pipe;
                break;
            case PipeKeeper.Dropped when message.Length == 1 + sizeof(long):
                Close(BinaryPrimitives.ReadInt64LittleEndian(message[1..]));
                break;
            case PipeKeeper.Program:
                NextProgram = Encoding.UTF8.GetString(message[1..]);
                break;
        }
    }

    private void Close(long number)
    {
        if (_pipes.Remove(number, out SafeFileHandle? pipe))
        {
            pipe.Dispose();
        }
    }
}
