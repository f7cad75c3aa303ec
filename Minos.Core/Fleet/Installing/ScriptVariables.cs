using System.Globalization;
using Minos.Fleet.Connections;

namespace Minos.Fleet.Installing;

/// <summary>The variables of a host's script.</summary>
internal static class ScriptVariables
{
    /// <summary>Makes them.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(HostTarget target, HostStartup startup, FleetOptions options)
    {
        SupervisorLayout layout = target.Layout;
        return
        [
            new("root", target.Group.RootDirectory),
            new("machine_dirs", string.Join('\n', target.Group.DataDirectories)),
            new("startup", startup == HostStartup.Unchanged ? "" : startup.ToString().ToLowerInvariant()),
            new("cron_line", CronLine(layout)),
            new("unit", "minosd" + string.Concat(target.Group.RootDirectory.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'))),
            new("who", $"{Environment.UserName}@{Environment.MachineName}, since {DateTime.UtcNow.ToString("u", CultureInfo.InvariantCulture)}"),
            new("stop_time", Seconds(options.StopTime)),
            new("gate_time", Seconds(options.HealthTimeOrDefault)),
            new("lock_time", Seconds(options.LockTime)),
        ];
    }

    // man 5 crontab: an unescaped % is a newline.
    private static string CronLine(SupervisorLayout layout) =>
        $"@reboot {HostScript.Quote(layout.Executable)} -c {HostScript.Quote(layout.ConfigurationFile)} -j {HostScript.Quote(layout.PidFile)}"
            .Replace("%", "\\%", StringComparison.Ordinal) + " >/dev/null 2>&1";

    private static string Seconds(TimeSpan time) => ((int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
