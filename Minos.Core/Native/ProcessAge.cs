using System.Globalization;

namespace Minos.Native;

/// <summary>How long a process has been there.</summary>
public static class ProcessAge
{
    private const double TicksPerSecond = 100; // USER_HZ

    /// <summary>Time since a start that is known in clock ticks since boot (<see cref="ProcessUsage.StartTicks"/>); never negative.</summary>
    public static TimeSpan Of(long startTicks)
    {
        try
        {
            string uptime = File.ReadAllText("/proc/uptime");
            double seconds = double.Parse(uptime.AsSpan(0, uptime.IndexOf(' ')), CultureInfo.InvariantCulture) - (startTicks / TicksPerSecond);
            return seconds > 0 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }
}
