using System.Globalization;
using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Regressions;

/// <summary>What a daemon costs while nothing happens.</summary>
internal static class DaemonUsage
{
    /// <summary>Watches for two seconds of the clock that a program of the daemon's own keeps, as nobody asks the daemon anything meanwhile.</summary>
    /// <param name="minosd">A daemon with <see cref="Clock"/> among its sections.</param>
    /// <returns>Its processor time.</returns>
    public static async Task<TimeSpan> MeasureAsync(Minosd minosd)
    {
        string end = minosd["clock.end"];
        File.Delete(end);
        TimeSpan before = ProcessorTime(minosd.Pid);
        await minosd.CallAsync("startProcess", "clock", false);
        await Commands.UntilAsync(() => File.Exists(end), "two seconds pass");
        return ProcessorTime(minosd.Pid) - before;
    }

    /// <summary>Something that ends after two seconds.</summary>
    public const string Clock = """

        [program:clock]
        command=/bin/sh -c "sleep 2; touch %(here)s/clock.end"
        autostart=false
        autorestart=false
        startsecs=0

        """;

    /// <summary>A daemon that spins uses all of the two seconds, or half of them on a machine with as much else to do; one at rest next to nothing.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(0.5);

    /// <summary>How many descriptors a process has open.</summary>
    public static int OpenFiles(int pid) => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;

    private static TimeSpan ProcessorTime(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        // proc(5): utime and stime are fields 14 and 15, in ticks of 10 ms.
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }
}
