using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Minos.Logs;

/// <summary>Sends lines to the local syslog as syslog(3) does by default: facility user, severity info, one datagram a line.</summary>
/// <remarks>Not libc's syslog(3): that one waits when the log daemon does not read, and would stop every program's output with it.
/// Lines that cannot be sent at once are counted and dropped.</remarks>
internal sealed class SyslogSender : IDisposable
{
    /// <summary>Longest line in one message; what is longer becomes several.</summary>
    public const int MaxLineBytes = 8 * 1024;

    private const int UserInfo = (1 << 3) | 6;

    private readonly string _socketPath;
    private readonly string _identity;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _message = new();
    private Socket? _socket;

    public SyslogSender(string identity, TimeProvider time, string socketPath = "/dev/log")
    {
        _identity = identity;
        _time = time;
        _socketPath = socketPath;
    }

    public long LostLines { get; private set; }

    public void Send(ReadOnlySpan<byte> line)
    {
        string time = _time.GetLocalNow().ToString("MMM d HH:mm:ss", CultureInfo.InvariantCulture);
        if (time[5] == ' ')
        {
            // RFC 3164 pads the day with a blank.
            time = time.Insert(4, " ");
        }

        _message.ResetWrittenCount();
        _ = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<{UserInfo}>{time} {_identity}: "), _message);
        _message.Write(line);
        if (!TrySend() && !(Reconnect() && TrySend()))
        {
            LostLines++;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private bool TrySend()
    {
        try
        {
            return _socket?.Send(_message.WrittenSpan, SocketFlags.None) > 0;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
        {
            // Still connected, only behind: a new socket would not help.
            LostLines++;
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private bool Reconnect()
    {
        Dispose();
        try
        {
            _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            _socket.Connect(new UnixDomainSocketEndPoint(_socketPath));
            return true;
        }
        catch (SocketException)
        {
            Dispose();
            return false;
        }
    }
}
