using System.Text.RegularExpressions;

namespace Minos.Conformance.Tests.Running;

/// <summary>Takes out of an answer what differs between two runs of the same daemon: directory, port, pids, times, random names.</summary>
internal sealed partial class Normalizer(string directory, params IReadOnlyList<int> ports)
{
    private readonly string _directory = directory;
    private readonly Regex _port = new($@"\b({string.Join('|', ports)})\b");

    public string Normalize(string text)
    {
        text = text.Replace(_directory, "DIR", StringComparison.Ordinal);
        text = _port.Replace(text, "PORT");
        text = Pid().Replace(text, "$1PID");
        text = KilledPid().Replace(text, "(PID) with");
        text = Uptime().Replace(text, "uptime UPTIME");
        text = When().Replace(text, "when:TIME");
        text = StopTime().Replace(text, "STOPTIME");
        text = LogTime().Replace(text, "TIME");
        text = CalendarTime().Replace(text, "CTIME");
        text = PythonPlace().Replace(text, "file: FILE line: LINE");
        text = AutomaticLog().Replace(text, "$1RANDOM.log");
        return LonePid().Replace(text, "PID");
    }

    [GeneratedRegex(@"(pid[ :=]|process id |process )[1-9]\d*\b")]
    private static partial Regex Pid();

    [GeneratedRegex(@"\(\d+\) with")]
    private static partial Regex KilledPid();

    [GeneratedRegex(@"uptime (\d+ days?, )?\d+:\d\d:\d\d")]
    private static partial Regex Uptime();

    [GeneratedRegex(@"when:\d+")]
    private static partial Regex When();

    [GeneratedRegex(@"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d\d \d\d:\d\d [AP]M")]
    private static partial Regex StopTime();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}")]
    private static partial Regex LogTime();

    [GeneratedRegex(@"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(%20| )\w{3}(%20| )+\d+(%20| )\d\d(%3A|:)\d\d(%3A|:)\d\d(%20| )\d{4}")]
    private static partial Regex CalendarTime();

    [GeneratedRegex(@"file: \S+ line: \d+")]
    private static partial Regex PythonPlace();

    [GeneratedRegex(@"(-(?:stdout|stderr)---[\w.-]+?-)[A-Za-z0-9_]{8}\.log")]
    private static partial Regex AutomaticLog();

    // Two digits at least: statuses and counts are smaller.
    [GeneratedRegex(@"(?m)(?<=^|^\w+> )[1-9]\d{1,6}$")]
    private static partial Regex LonePid();
}
