namespace Minos.Core.Tests.Events;

/// <summary>A stream that hands its bytes out in pieces of given sizes.</summary>
internal sealed class ChunkedStream(byte[] data, IReadOnlyList<int> sizes) : MemoryStream(data)
{
    private int _reads;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int size = sizes.Count == 0 ? buffer.Length : sizes[_reads++ % sizes.Count];
        return base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
