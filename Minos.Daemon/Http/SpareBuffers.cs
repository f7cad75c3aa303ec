using System.Buffers;

namespace Minos.Daemon.Http;

/// <summary>Buffers for whole answers, used again as long as the garbage collector does not want them.</summary>
/// <remarks>A new one for each answer of 250 KB (200 processes) is half a megabyte of large objects while it grows. A pool would keep the memory for good.</remarks>
internal static class SpareBuffers
{
    private const int FirstBytes = 4096;

    // Two for each of eight who ask at once: a request and its answer.
    private static readonly WeakReference<ArrayBufferWriter<byte>>?[] s_spares = new WeakReference<ArrayBufferWriter<byte>>?[16];

    /// <summary>An empty buffer, nobody else's until it is given back.</summary>
    internal static ArrayBufferWriter<byte> Take()
    {
        for (int i = 0; i < s_spares.Length; i++)
        {
            if (Interlocked.Exchange(ref s_spares[i], null) is { } spare && spare.TryGetTarget(out ArrayBufferWriter<byte>? buffer))
            {
                return buffer;
            }
        }

        return new ArrayBufferWriter<byte>(FirstBytes);
    }

    /// <summary>Ends its use; what is in it may be overwritten.</summary>
    internal static void GiveBack(ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        var spare = new WeakReference<ArrayBufferWriter<byte>>(buffer);
        for (int i = 0; i < s_spares.Length; i++)
        {
            if (Interlocked.CompareExchange(ref s_spares[i], spare, null) is null)
            {
                return;
            }
        }
    }
}
