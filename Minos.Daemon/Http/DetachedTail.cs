using System.Buffers;
using System.Globalization;
using System.Text;
using Minos.Native;

namespace Minos.Daemon.Http;

/// <summary>A followed log whose connection is not the web server's any more: it was there before the daemon's program was replaced.</summary>
/// <remarks>The head of the answer has been sent. It is known to the byte what the client has taken, so that the next daemon goes on with the next one.</remarks>
internal sealed class DetachedTail(DetachedConnection connection, LogFollower follower, bool isChunked) : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] s_lastChunk = "0\r\n\r\n"u8.ToArray();

    private readonly ArrayBufferWriter<byte> _read = new();
    private byte[] _unsent = [];

    public TailState State => new(connection.Descriptor, follower.Descriptor, follower.Path, follower.Position, isChunked, _unsent);

    public static DetachedTail Inherit(TailState state) =>
        new(DetachedConnection.Inherit(state.Connection), LogFollower.Inherit(state.Path, ProgramReplacement.Take(state.File), state.Position), state.IsChunked)
        {
            _unsent = state.Unsent,
        };

    /// <summary>Goes on until told to stop.</summary>
    /// <returns>False when the client has gone, or the file cannot be read.</returns>
    public async Task<bool> RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(s_interval);
        try
        {
            do
            {
                if (connection.HasEnded || !SendWhatIsNew())
                {
                    return false;
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }

        return true;
    }

    /// <summary>Ends the answer as a complete one, if the client takes it.</summary>
    public void End()
    {
        if (isChunked && Send())
        {
            _unsent = s_lastChunk;
            _ = Send();
        }
    }

    public void Dispose()
    {
        connection.Dispose();
        follower.Dispose();
    }

    /// <summary>Nothing is read that cannot be sent at once: a client that takes nothing costs one chunk.</summary>
    private bool SendWhatIsNew()
    {
        while (_unsent.Length == 0 || Send())
        {
            if (_unsent.Length > 0)
            {
                // It takes no more at the moment.
                return true;
            }

            _read.ResetWrittenCount();
            if (!follower.Read(_read))
            {
                return true;
            }

            _unsent = Frame(_read.WrittenSpan);
        }

        return false;
    }

    /// <returns>False when the client has gone.</returns>
    private bool Send()
    {
        int count = connection.Send(_unsent);
        if (count > 0)
        {
            _unsent = _unsent[count..];
        }

        return count >= 0;
    }

    private byte[] Frame(ReadOnlySpan<byte> bytes) =>
        isChunked ? [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:x}\r\n")), .. bytes, .. "\r\n"u8] : bytes.ToArray();
}
