using System.Runtime.CompilerServices;

namespace Minos.Logs;

/// <summary>Bytes on their way to a file, put together of small pieces; it grows and is used again.</summary>
/// <remarks>As <see cref="System.Buffers.ArrayBufferWriter{T}"/>, whose three calls for each piece cost more than the copy of half a line.</remarks>
internal sealed class LineBuffer
{
    private byte[] _bytes = [];

    /// <summary>How many bytes it holds.</summary>
    public int Count { get; private set; }

    /// <summary>What it holds.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Count);

    /// <summary>Appends bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> data)
    {
        data.CopyTo(GetSpan(data.Length));
        Count += data.Length;
    }

    /// <summary>Room for more, at least so many bytes; what is written there counts by <see cref="Advance"/>.</summary>
    public Span<byte> GetSpan(int length)
    {
        if (length > _bytes.Length - Count)
        {
            Array.Resize(ref _bytes, Math.Max(Count + length, 2 * _bytes.Length));
        }

        return _bytes.AsSpan(Count);
    }

    /// <summary>Counts bytes that were written into its room.</summary>
    public void Advance(int count) => Count += count;

    /// <summary>Empties it.</summary>
    public void Clear() => Count = 0;
}
