using System.Globalization;
using System.Text;

namespace Minos.Events;

/// <summary>The listener's end of the notification protocol (Supervisor's manual, "Event Listener Notification Protocol"): for programs that
/// run as <c>[eventlistener:x]</c> under this daemon or under Supervisor.</summary>
/// <remarks>Nothing else may write to the output. Not thread-safe: one event at a time is the protocol.</remarks>
public sealed class EventListenerClient
{
    private const int MaxHeaderBytes = 64 * 1024;
    private const int BufferBytes = 16 * 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly int _maxPayloadBytes;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>Makes the listener's end of two streams, which stay the caller's.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="maxPayloadBytes">The most bytes that a payload may have.</param>
    public EventListenerClient(Stream input, Stream output, int maxPayloadBytes = 256 * 1024 * 1024)
    {
        _input = input;
        _output = output;
        _maxPayloadBytes = maxPayloadBytes;
    }

    /// <summary>Takes events one after the other until the daemon closes the input.</summary>
    /// <param name="handler">Deals with an event and tells whether it is done with; an event that is not will be delivered again.</param>
    /// <param name="cancellationToken">Ends the wait for the next event.</param>
    /// <exception cref="EventProtocolException">What was read is no event.</exception>
    public async Task RunAsync(Func<ReceivedEvent, CancellationToken, Task<bool>> handler, CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } received)
        {
            await AnswerAsync(await handler(received, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says READY and waits for an event. The next call is <see cref="AnswerAsync"/>.</summary>
    /// <returns>Null when the daemon has closed the input.</returns>
    /// <exception cref="EventProtocolException">What was read is no event.</exception>
    public async Task<ReceivedEvent?> ReceiveAsync(CancellationToken cancellationToken)
    {
        await WriteAsync("READY\n", cancellationToken).ConfigureAwait(false);
        if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line)
        {
            return null;
        }

        Dictionary<string, string> header = ReceivedEvent.ParseWords(line);
        if (!header.ContainsKey("eventname") || !header.TryGetValue("len", out string? len)
            || !int.TryParse(len, NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            throw new EventProtocolException($"'{Shorten(line)}' is no header of an event: it has no eventname or no len.");
        }

        return new ReceivedEvent(header, await ReadPayloadAsync(length, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Answers the event that was received last.</summary>
    /// <param name="isProcessed">True for OK; false for FAIL: the daemon delivers it again, to this listener or to another.</param>
    /// <param name="cancellationToken">Ends the wait for a daemon that does not read.</param>
    public Task AnswerAsync(bool isProcessed, CancellationToken cancellationToken) =>
        WriteAsync(isProcessed ? "RESULT 2\nOK" : "RESULT 4\nFAIL", cancellationToken);

    private static string Shorten(string line) => line.Length <= 200 ? line : line[..200] + "...";

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await _output.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken).ConfigureAwait(false);
        await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            int newLine = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int count = newLine < 0 ? _end - _start : newLine;
            line.AddRange(_buffer.AsSpan(_start, count));
            _start += newLine < 0 ? count : count + 1;
            if (line.Count > MaxHeaderBytes)
            {
                throw new EventProtocolException($"The header of an event has more than {MaxHeaderBytes} bytes.");
            }

            if (newLine >= 0)
            {
                return Decode([.. line]);
            }
        }

        return line.Count == 0 ? null : throw new EventProtocolException("The input ended within the header of an event.");
    }

    // len counts characters, so the number of bytes is known when they have been seen: a character is over where the next one begins.
    private async Task<string> ReadPayloadAsync(int length, CancellationToken cancellationToken)
    {
        var payload = new MemoryStream();
        int missing = length;
        int continuation = 0;
        while (missing > 0 || continuation > 0)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new EventProtocolException($"The input ended within the payload of an event; {missing} of {length} characters are missing.");
            }

            int first = _start;
            while (_start < _end && (missing > 0 || continuation > 0))
            {
                byte value = _buffer[_start++];
                if (continuation > 0)
                {
                    continuation--;
                }
                else
                {
                    continuation = value switch { < 0xC0 => 0, < 0xE0 => 1, < 0xF0 => 2, _ => 3 };
                    missing--;
                }
            }

            payload.Write(_buffer, first, _start - first);
            if (payload.Length > _maxPayloadBytes)
            {
                throw new EventProtocolException($"The payload of an event has more than {_maxPayloadBytes} bytes.");
            }
        }

        return Decode(payload.GetBuffer().AsSpan(0, (int)payload.Length));
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new EventProtocolException("An event is not encoded in UTF-8.");
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await _input.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
        }

        return _end > 0;
    }
}
