namespace Minos.Logs;

/// <summary>The message being captured: past its limit the oldest bytes go, as many as the new piece has; so one piece that is longer
/// than the limit is kept whole, as Supervisor keeps it.</summary>
internal sealed class CaptureBuffer
{
    private readonly long _maxBytes;
    private readonly List<byte> _bytes = [];

    public CaptureBuffer(long maxBytes)
    {
        _maxBytes = maxBytes;
    }

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (_bytes.Count + (long)piece.Length > _maxBytes)
        {
            _bytes.RemoveRange(0, Math.Min(piece.Length, _bytes.Count));
        }

        _bytes.AddRange(piece);
    }

    public byte[] Take()
    {
        byte[] message = [.. _bytes];
        _bytes.Clear();
        _bytes.TrimExcess();
        return message;
    }
}
