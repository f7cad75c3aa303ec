namespace Minos.Benchmarks.Rows;

/// <summary>The table's lines, in its order.</summary>
internal static class AllRows
{
    private const string Rotated = "stdout_logfile_maxbytes=1MB\nstdout_logfile_backups=2";

    internal static IReadOnlyList<Row> Rows { get; } =
    [
        new StartupRow(),
        new MemoryRow(0, new Goal(Times: 1 / 0.6)),
        new MemoryRow(200, new Goal(Times: 1 / 0.6)),
        new MemoryRow(5000, new Goal(AtMost: 80)),
        new IdleRow(200, seconds: 60, new Goal(AtMost: 5)),
        new StartAllRow(200, new Goal(Times: 5)),
        new StartAllRow(1000, new Goal(Times: 5)),
        new StopAllRow(1000, new Goal(Times: 1.5)),
        new InformationRow(200, clients: 1, new Goal(Times: 50)),
        new InformationRow(200, clients: 8, new Goal(Times: 50)),
        new StatusPageRow(1000, new Goal(AtMost: 20)),
        new RestartRow(),
        new CaptureRow("plain", isCpu: false, "stdout_logfile_maxbytes=0", new Goal(Times: 1)),
        new CaptureRow("plain", isCpu: true, "stdout_logfile_maxbytes=0", new Goal(Times: 1.25)),
        new CaptureRow("rotated at 1 MB", isCpu: false, Rotated, goal: null),
        new CaptureRow("rotated at 1 MB with stamps and strip_ansi", isCpu: false, $"{Rotated}\nstdout_format=prefix", new Goal(Times: 1), "strip_ansi=true", againstPlain: true),
        new CaptureRow("rotated at 1 MB with stamps and strip_ansi", isCpu: true, $"{Rotated}\nstdout_format=prefix", goal: null, "strip_ansi=true", againstPlain: true),
        new CaptureRow("rotated at 1 MB with json and strip_ansi", isCpu: false, $"{Rotated}\nstdout_format=json", goal: null, "strip_ansi=true", againstPlain: true),
        new ManyTalkersRow(200, linesPerSecond: 1000, portions: 50, new Goal(Times: 2)),
        new EventsRow(),
        new BinaryRow(isCompressed: false),
        new BinaryRow(isCompressed: true),
        new ModuleImportRow(),
        new ManyHostsRow(isFirst: true, goal: null),
        new ManyHostsRow(isFirst: false, new Goal(AtMost: 300)),
    ];

    /// <summary>The rows that have a size, at one size each, with the name that a figure has in the plot; the smaller it is, the better.</summary>
    internal static IReadOnlyList<(string Name, Row Row)> AtSize(int count) =>
    [
        ("resident memory, MB", new MemoryRow(count, new Goal())),
        ("start by one call, ms", new StartAllRow(count, goal: null)),
        ("stop by one call, ms", new StopAllRow(count, goal: null)),
        ("getAllProcessInfo, ms", new InformationRow(count, clients: 1, goal: null)),
        ("status page, ms", new StatusPageRow(count, goal: null)),
        ("logging, CPU ms a second", new ManyTalkersRow(count, linesPerSecond: 2, portions: 2, goal: null)),
        ("idle, CPU ms a minute", new IdleRow(count, seconds: 20, goal: null)),
    ];
}
