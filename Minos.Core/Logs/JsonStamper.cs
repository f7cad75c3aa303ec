using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Minos.Logs;

/// <summary>One JSON object a line (RFC 8259): <c>{"time":"…","process":"…","group":"…","stream":"…","message":"…"}</c>.</summary>
/// <remarks>
/// What is no UTF-8 becomes U+FFFD. A line that makes more than 60 KiB, or is interrupted, is several objects; all but its last have
/// <c>"partial":true</c>. That is less than a line may go past a log's limit (<see cref="RotationGauge"/>), so that rotation never cuts an object.
/// </remarks>
internal sealed class JsonStamper : LineStamper
{
    internal const int MaxObjectBytes = 60 * 1024;

    // Room for one escaped character, so that each object takes at least one, and for the end of the object.
    private const int MinRoomBytes = 16;
    private const int MaxHeldBytes = 3;

    private static readonly byte[] s_beginning = Encoding.ASCII.GetBytes("{\"time\":\"");
    private static readonly byte[] s_message = Encoding.ASCII.GetBytes(",\"message\":\"");

    private readonly byte[] _held = new byte[MaxHeldBytes + 1];
    private int _heldLength;
    private int _objectBytes;

    public JsonStamper(LogPump pump, OutputSink sink, SharedLogFile file)
        : base(pump, sink, file, s_beginning, AfterTime(sink))
    {
    }

    /// <inheritdoc/>
    public override int MaxGrowth => Head.Length + MinRoomBytes;

    private static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // what it leaves is only unsafe inside HTML

    private protected override void BeginLine()
    {
        base.BeginLine();
        _objectBytes = Head.Length;
    }

    private protected override void AppendText(ReadOnlySpan<byte> text)
    {
        // A character that was cut in two is completed byte by byte.
        while (_heldLength > 0 && !text.IsEmpty)
        {
            _held[_heldLength] = text[0];
            Span<byte> character = _held.AsSpan(0, _heldLength + 1);
            _heldLength = 0;
            Encode(character);
            text = text[1..];
        }

        Encode(text);
    }

    private protected override void AppendLastText(ReadOnlySpan<byte> text)
    {
        AppendText(text[..^1]);
        EndLine(isCut: false);
    }

    private protected override void AppendHeld()
    {
        if (_heldLength > 0)
        {
            _heldLength = 0;
            Composed.Append("\uFFFD"u8);
        }
    }

    private protected override void EndLine(bool isCut)
    {
        if (isCut)
        {
            // A half character goes into the next object, where its other half will be.
            Composed.Append("\",\"partial\":true}\n"u8);
        }
        else
        {
            AppendHeld();
            Composed.Append("\"}\n"u8);
        }
    }

    private protected override bool TryContinue(ReadOnlySpan<byte> unfinishedLine)
    {
        _objectBytes = unfinishedLine.Length;
        return unfinishedLine.StartsWith(s_beginning) && unfinishedLine.IndexOf(s_message) >= 0;
    }

    private static byte[] AfterTime(OutputSink sink) =>
    [
        .. Encoding.UTF8.GetBytes($"\",\"process\":\"{Encoder.Encode(sink.ProcessName)}\",\"group\":\"{Encoder.Encode(sink.GroupName)}\",\"stream\":\"{Encoder.Encode(sink.Stream)}\""),
        .. s_message,
    ];

    private void Encode(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int room = Math.Max(MaxObjectBytes - _objectBytes, 0);
            if (room < MinRoomBytes)
            {
                EndLine(isCut: true);
                BeginLine();
                room = Math.Max(MaxObjectBytes - _objectBytes, MinRoomBytes);
            }

            OperationStatus status = Encoder.EncodeUtf8(text, Composed.GetSpan(room)[..room], out int consumed, out int written, isFinalBlock: false);
            Composed.Advance(written);
            _objectBytes += written;
            text = text[consumed..];
            if (status == OperationStatus.NeedMoreData)
            {
                text.CopyTo(_held);
                _heldLength = text.Length;
                return;
            }

            if (status == OperationStatus.DestinationTooSmall)
            {
                EndLine(isCut: true);
                BeginLine();
            }
        }
    }
}
