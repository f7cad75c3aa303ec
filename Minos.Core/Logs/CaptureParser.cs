namespace Minos.Logs;

/// <summary>Takes what a program writes apart: its log, and the messages that it sends between
/// <c>&lt;!--XSUPERVISOR:BEGIN--&gt;</c> and <c>&lt;!--XSUPERVISOR:END--&gt;</c> (Supervisor's manual, capture mode).</summary>
/// <remarks>Nothing is held back but the beginning of a token, at most 23 bytes, and that is handed on when the output ends.</remarks>
internal sealed class CaptureParser
{
    private int _held;

    /// <summary>Whether the next byte belongs to a message.</summary>
    public bool IsCapturing { get; private set; }

    private static ReadOnlySpan<byte> BeginToken => "<!--XSUPERVISOR:BEGIN-->"u8;

    private static ReadOnlySpan<byte> EndToken => "<!--XSUPERVISOR:END-->"u8;

    private ReadOnlySpan<byte> Token => IsCapturing ? EndToken : BeginToken;

    /// <summary>Parses one piece of output, wherever it was cut.</summary>
    public void Parse(ReadOnlySpan<byte> data, ICaptureReceiver receiver)
    {
        data = CompleteHeld(data, receiver);
        while (!data.IsEmpty)
        {
            int token = data.IndexOf(Token);
            if (token >= 0)
            {
                Emit(data[..token], receiver);
                data = data[(token + Token.Length)..];
                Toggle(receiver);
                continue;
            }

            _held = PrefixAtEnd(data);
            Emit(data[..^_held], receiver);
            return;
        }
    }

    /// <summary>Ends the output: what looked like the beginning of a token was none.</summary>
    public void Finish(ICaptureReceiver receiver)
    {
        int held = _held;
        _held = 0;
        Emit(Token[..held], receiver);
    }

    // The held bytes are by definition the beginning of the token. No token has its first byte anywhere else in it, so when one
    // does not continue, no other can have begun inside.
    private ReadOnlySpan<byte> CompleteHeld(ReadOnlySpan<byte> data, ICaptureReceiver receiver)
    {
        if (_held == 0 || data.IsEmpty)
        {
            return data;
        }

        ReadOnlySpan<byte> rest = Token[_held..];
        int common = rest.CommonPrefixLength(data);
        if (common == rest.Length)
        {
            _held = 0;
            Toggle(receiver);
            return data[common..];
        }

        if (common == data.Length)
        {
            _held += common;
            return [];
        }

        Finish(receiver);
        return data;
    }

    private int PrefixAtEnd(ReadOnlySpan<byte> data)
    {
        int start = data.LastIndexOf(Token[0]);
        return start >= 0 && Token.StartsWith(data[start..]) ? data.Length - start : 0;
    }

    private void Toggle(ICaptureReceiver receiver)
    {
        IsCapturing = !IsCapturing;
        if (!IsCapturing)
        {
            receiver.MessageCompleted();
        }
    }

    private void Emit(ReadOnlySpan<byte> data, ICaptureReceiver receiver)
    {
        if (!data.IsEmpty)
        {
            receiver.Output(data, IsCapturing);
        }
    }
}
