namespace Minos.Benchmarks.Rows;

/// <summary>The table's lines, in its order.</summary>
internal static class AllRows
{
    internal static IReadOnlyList<Row> Rows { get; } =
    [
        new StartupRow(),
        new MemoryRow(0, new Goal(Times: 1 / 0.6)),
        new MemoryRow(200, new Goal(Times: 1 / 0.6)),
        new MemoryRow(5000, new Goal(AtMost: 80)),
        new IdleRow(),
        new StartAllRow(200, new Goal(Times: 5)),
        new StartAllRow(1000, new Goal(Times: 5)),
        new StopAllRow(1000, new Goal(Times: 1.5)),
        new InformationRow(1),
        new InformationRow(8),
        new StatusPageRow(),
        new RestartRow(),
        new CaptureRow("plain", isCpu: false, "stdout_logfile_maxbytes=0", new Goal(Times: 1)),
        new CaptureRow("plain", isCpu: true, "stdout_logfile_maxbytes=0", new Goal(Times: 1.25)),
        new CaptureRow("rotated at 1 MB", isCpu: false, "stdout_logfile_maxbytes=1MB\nstdout_logfile_backups=2", goal: null),
        new ManyTalkersRow(),
        new EventsRow(),
        new BinaryRow(isCompressed: false),
        new BinaryRow(isCompressed: true),
    ];

    /// <summary>The rows that have a size, at one size each.</summary>
    internal static IReadOnlyList<Row> AtSize(int count) =>
        [new MemoryRow(count, new Goal()), new StartAllRow(count, goal: null), new StopAllRow(count, goal: null)];
}
