using System.Text;
using Minos.Events;

namespace Minos.Fuzz.Targets;

/// <summary>The listener's end of the protocol: any input is events up to one that is none; how it is cut makes no difference, and each event
/// has one answer.</summary>
internal static class ListenerClientTarget
{
    private const int MaxPayloadBytes = 64 * 1024;

    public static void Run(byte[] data)
    {
        int size = data.Length == 0 ? 1 : (data[0] & 15) + 1;
        byte[] input = data.Length == 0 ? [] : data[1..];
        (List<string> events, string end) whole = Listen(input, int.MaxValue);
        (List<string> events, string end) cut = Listen(input, size);
        BrokenPromiseException.ThrowUnless(
            whole.events.SequenceEqual(cut.events) && whole.end == cut.end, $"the same in pieces of {size}: {whole.end} / {cut.end}");
    }

    private static (List<string> Events, string End) Listen(byte[] input, int size)
    {
        List<string> events = [];
        var expected = new StringBuilder("READY\n");
        using var output = new MemoryStream();
        using var pieces = new PiecewiseStream(input, size);
        var client = new EventListenerClient(pieces, output, MaxPayloadBytes);
        string end = "";
        try
        {
            client.RunAsync(
                (received, _) =>
                {
                    bool isProcessed = events.Count % 2 == 0;
                    events.Add($"{received.Name} {received.Serial} {received.Payload} {string.Join(',', received.Fields)} {received.Data}");
                    expected.Append(isProcessed ? "RESULT 2\nOK" : "RESULT 4\nFAIL").Append("READY\n");
                    return Task.FromResult(isProcessed);
                },
                CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (EventProtocolException e)
        {
            // Documented; the sentence for a payload that ended tells how much is missing.
            end = e.Message;
        }

        BrokenPromiseException.ThrowUnless(Encoding.ASCII.GetString(output.ToArray()) == expected.ToString(), "each event has one answer");
        return (events, end);
    }

    private sealed class PiecewiseStream(byte[] data, int size) : MemoryStream(data)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
