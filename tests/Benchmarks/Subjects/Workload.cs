namespace Minos.Benchmarks.Subjects;

/// <summary>The programs that a subject is to supervise for one measurement.</summary>
/// <param name="Command">The command line of each; no shell.</param>
/// <param name="Count">How many run; 0 for none.</param>
/// <param name="Autostart">Whether they start with the supervisor.</param>
/// <param name="Autorestart">Whether one that ended is started again at once.</param>
/// <param name="Keys">More lines of the program's section, in Supervisor's dialect.</param>
/// <param name="Sections">More sections, in Supervisor's dialect.</param>
/// <param name="DaemonKeys">More lines of the daemon's own section.</param>
internal sealed record Workload(
    string Command, int Count, bool Autostart = true, bool Autorestart = true, string Keys = "", string Sections = "", string DaemonKeys = "")
{
    /// <summary>Nothing to supervise.</summary>
    internal static Workload None { get; } = new("", 0);

    /// <summary>Programs that only wait.</summary>
    internal static Workload Sleepers(int count, bool autostart = true) => new("sleep 100000", count, autostart);
}
