using Minos.Events;

namespace Minos.Fuzz.Targets;

/// <summary>The daemon's end of the listener protocol: never throws, keeps little, and means the same however the bytes are cut and whenever
/// another daemon goes on with them.</summary>
internal static class ListenerProtocolTarget
{
    public static void Run(byte[] data)
    {
        // The first byte says how the rest is cut.
        int size = data.Length == 0 ? 1 : (data[0] & 15) + 1;
        bool isHandedOver = data.Length > 0 && (data[0] & 16) != 0;
        byte[] output = data.Length == 0 ? [] : data[1..];

        var whole = new ProtocolRecord();
        whole.Protocol.Receive(output);

        var cut = new ProtocolRecord();
        for (int i = 0; i < output.Length; i += size)
        {
            cut.Protocol.Receive(output.AsSpan(i, Math.Min(size, output.Length - i)));
            if (isHandedOver)
            {
                cut.HandOver();
            }

            (byte[] collected, _, _) = cut.Protocol.Partial;
            BrokenPromiseException.ThrowUnless(collected.Length <= ListenerProtocol.MaxLineBytes, "what is kept is bounded");
        }

        BrokenPromiseException.ThrowUnless(
            whole.Protocol.State == cut.Protocol.State && whole.Calls.SequenceEqual(cut.Calls),
            $"the same in pieces of {size}: {string.Join(", ", whole.Calls)} / {string.Join(", ", cut.Calls)}");
    }
}
