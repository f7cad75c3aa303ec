namespace Minos.Monitoring.Alerts;

/// <summary>How often something happened in the last hour, to the minute, in the same memory however often it happens.</summary>
internal sealed class HourlyCount
{
    private const int Minutes = 60;
    private readonly int[] _counts = new int[Minutes];
    private long _minute;

    /// <summary>Counts one more.</summary>
    /// <returns>How many there were in the last hour, with this one.</returns>
    public int Add(DateTimeOffset now)
    {
        int total = Count(now);
        _counts[_minute % Minutes]++;
        return total + 1;
    }

    /// <summary>How many there were in the last hour.</summary>
    public int Count(DateTimeOffset now)
    {
        long minute = Math.Max(now.ToUnixTimeSeconds() / 60, _minute);
        for (long passed = Math.Max(_minute + 1, minute - Minutes + 1); passed <= minute; passed++)
        {
            _counts[passed % Minutes] = 0;
        }

        _minute = minute;
        return _counts.Sum();
    }
}
