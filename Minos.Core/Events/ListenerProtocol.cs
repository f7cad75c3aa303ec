namespace Minos.Events;

/// <summary>The daemon's end of the notification protocol for one listener: what its stdout means (Supervisor's manual, "Event Listener
/// Notification Protocol").</summary>
/// <remarks>
/// The result does not depend on how the output was cut into pieces. Two habits of Supervisor are kept: of the line that announces an answer
/// the first seven bytes are skipped unseen, and an empty answer counts once something follows it. Nothing that a listener writes makes
/// this grow: of an answer only the beginning is kept, and a line without end is a bad line.
/// </remarks>
internal sealed class ListenerProtocol(IListenerProtocolHandler handler)
{
    /// <summary>How much of an answer is kept; what matters is whether it is <c>OK</c>.</summary>
    internal const int MaxKeptBytes = 1024;

    /// <summary>A line that announces an answer is no longer than this.</summary>
    internal const int MaxLineBytes = 4096;

    private const int ResultTokenBytes = 7; // "RESULT "

    private readonly List<byte> _collected = [];
    private long _resultLength = -1;
    private long _resultRead;

    /// <summary>The state.</summary>
    public ListenerState State { get; private set; } = ListenerState.Acknowledged;

    private static ReadOnlySpan<byte> ReadyToken => "READY\n"u8;

    /// <summary>A new process has taken the listener's place.</summary>
    public void Restart()
    {
        State = ListenerState.Acknowledged;
        Forget();
    }

    /// <summary>Goes on with a listener that an earlier daemon has brought to a state.</summary>
    public void Resume(ListenerState state)
    {
        State = state;
        Forget();
    }

    /// <summary>What has come of an answer so far.</summary>
    internal (byte[] Collected, long Length, long Read) Partial
    {
        get => ([.. _collected], _resultLength, _resultRead);
        set
        {
            _collected.Clear();
            _collected.AddRange(value.Collected);
            (_resultLength, _resultRead) = (value.Length, value.Read);
        }
    }

    /// <summary>The listener, which is READY, has been given an event.</summary>
    public void EventSent()
    {
        Forget();
        State = ListenerState.Busy;
    }

    /// <summary>Takes the next piece of the listener's stdout.</summary>
    public void Receive(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty && State != ListenerState.Unknown)
        {
            data = State switch
            {
                ListenerState.Acknowledged => ReceiveReady(data),
                ListenerState.Ready => Violate(data),
                _ => _resultLength < 0 ? ReceiveResultLine(data) : ReceiveResult(data),
            };
        }
    }

    private ReadOnlySpan<byte> ReceiveReady(ReadOnlySpan<byte> data)
    {
        int count = Math.Min(ReadyToken.Length - _collected.Count, data.Length);
        _collected.AddRange(data[..count]);
        if (_collected.Count < ReadyToken.Length)
        {
            return [];
        }

        byte[] token = [.. _collected];
        _collected.Clear();
        if (!ReadyToken.SequenceEqual(token))
        {
            byte[] written = [.. token, .. data[count..Math.Min(count + MaxKeptBytes, data.Length)]];
            return Violate(written);
        }

        ChangeState(ListenerState.Ready);
        return data[count..];
    }

    private ReadOnlySpan<byte> ReceiveResultLine(ReadOnlySpan<byte> data)
    {
        int end = data.IndexOf((byte)'\n');
        int count = end < 0 ? data.Length : end;
        bool isTooLong = _collected.Count + count > MaxLineBytes;
        _collected.AddRange(data[..Math.Min(count, MaxLineBytes - _collected.Count)]);
        if (end < 0 && !isTooLong)
        {
            return [];
        }

        byte[] line = [.. _collected];
        _collected.Clear();
        if (isTooLong || !TryParseLength(line, out _resultLength))
        {
            handler.BadResultLine(line);
            Forget();
            ChangeState(ListenerState.Unknown);
            handler.EventRejected();
            return [];
        }

        return data[(end + 1)..];
    }

    private ReadOnlySpan<byte> ReceiveResult(ReadOnlySpan<byte> data)
    {
        int count = (int)Math.Min(_resultLength - _resultRead, data.Length);
        _collected.AddRange(data[..Math.Min(count, MaxKeptBytes - _collected.Count)]);
        _resultRead += count;
        if (_resultRead == _resultLength)
        {
            bool isAccepted = handler.ResultReceived(_resultLength, _collected.ToArray());
            Forget();
            ChangeState(ListenerState.Acknowledged);
            if (!isAccepted)
            {
                handler.EventRejected();
            }
        }

        return data[count..];
    }

    private ReadOnlySpan<byte> Violate(ReadOnlySpan<byte> data)
    {
        handler.ProtocolViolated(data[..Math.Min(MaxKeptBytes, data.Length)]);
        ChangeState(ListenerState.Unknown);
        return [];
    }

    private void ChangeState(ListenerState state)
    {
        ListenerState from = State;
        State = state;
        handler.StateChanged(from, state);
    }

    private void Forget()
    {
        _collected.Clear();
        _resultLength = -1;
        _resultRead = 0;
    }

    /// <summary>The number after the token as Python's <c>int()</c> reads it; negative ones and those past 2^31-1 are none.</summary>
    private static bool TryParseLength(ReadOnlySpan<byte> line, out long length)
    {
        length = -1;
        ReadOnlySpan<byte> text = line[Math.Min(ResultTokenBytes, line.Length)..].Trim(" \t\r\v\f"u8);
        bool isNegative = text.StartsWith("-"u8);
        if (isNegative || text.StartsWith("+"u8))
        {
            text = text[1..];
        }

        long sum = 0;
        bool afterDigit = false;
        foreach (byte value in text)
        {
            if (value == (byte)'_' && afterDigit)
            {
                afterDigit = false;
            }
            else if (value is >= (byte)'0' and <= (byte)'9')
            {
                sum = Math.Min((sum * 10) + value - '0', int.MaxValue + 1L);
                afterDigit = true;
            }
            else
            {
                return false;
            }
        }

        if (!afterDigit || sum > int.MaxValue || (isNegative && sum > 0))
        {
            return false;
        }

        length = sum;
        return true;
    }
}
