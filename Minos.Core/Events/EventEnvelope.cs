using System.Globalization;
using System.Text;

namespace Minos.Events;

/// <summary>An event as it is written to a listener's stdin (Supervisor's manual, "Event Listener Notification Protocol").</summary>
internal static class EventEnvelope
{
    /// <summary>Header and payload.</summary>
    /// <remarks>
    /// <c>len</c> counts characters (Unicode code points), not bytes: listeners read text, and Supervisor on Python 3 counts what they read.
    /// </remarks>
    public static byte[] Create(string identifier, string poolName, PooledEvent pooled)
    {
        byte[] payload = Encoding.UTF8.GetBytes(pooled.Event.Payload);
        byte[] header = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"ver:3.0 server:{identifier} serial:{pooled.Serial} pool:{poolName} poolserial:{pooled.PoolSerial} eventname:{pooled.Event.Name} len:{CountCharacters(payload)}\n"));
        return [.. header, .. payload];
    }

    /// <summary>Number of code points of well-formed UTF-8: all bytes but the continuation bytes.</summary>
    public static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte value in utf8)
        {
            count += (value & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
