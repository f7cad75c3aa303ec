using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>One program that floods its log.</summary>
/// <param name="variant">A word for the name.</param>
/// <param name="isCpu">Processor time instead of speed.</param>
/// <param name="keys">More keys of the program.</param>
/// <param name="goal">What minosd must reach; null when the row only informs.</param>
/// <param name="daemonKeys">More keys of the daemon.</param>
/// <param name="againstPlain">supervisord, which has nothing like it, logs plainly.</param>
internal sealed class CaptureRow(string variant, bool isCpu, string keys, Goal? goal, string daemonKeys = "", bool againstPlain = false) : Row
{
    private const string Line = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghij";

    private const string Plain = "stdout_logfile_maxbytes=0";

    internal override string Name => $"capture-{variant}{(isCpu ? "-cpu" : "")}";

    internal override string Title =>
        $"a flooding program's log, {variant}{(againstPlain ? " (supervisord: plain)" : "")}, {(isCpu ? "CPU ms per 100 MB" : "MB/s")}";

    internal override bool LargerIsBetter => !isCpu;

    internal override Goal? Goal => goal;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (subject is not SupervisorSubject supervisor)
        {
            return null;
        }

        string folder = bench.NewFolder();
        bool isPlain = againstPlain && supervisor.Name == "supervisord";
        string sections = $"""
            [program:q]
            command=sh -c "{Command(bench)}"
            process_name=q
            autostart=false
            autorestart=false
            startsecs=0
            stdout_logfile={folder}/flood.log
            {(isPlain ? Plain : keys)}
            """;
        Workload workload = Workload.None with { Sections = sections, DaemonKeys = isPlain ? "" : daemonKeys };
        await using RunningSupervisor running = await supervisor.StartSupervisorAsync(workload, folder);
        double cpu = ProcessUsage.CpuMilliseconds(running.Pid);
        long begin = Clock.Nanoseconds;
        await running.RunToEndAsync("q");
        double milliseconds = Clock.MillisecondsSince(begin);
        cpu = ProcessUsage.CpuMilliseconds(running.Pid) - cpu;
        DeleteLogs(folder);
        return isCpu ? cpu * 100 / Megabytes(bench) : Megabytes(bench) / milliseconds * 1000;
    }

    internal override async Task<double?> MeasureFloorAsync(Bench bench)
    {
        string folder = bench.NewFolder();
        string how = keys == Plain ? "capture" : againstPlain ? "stamp" : "rotate";
        double cost = await bench.FloorAsync(how, Path.Combine(folder, "flood.log"), Command(bench), isCpu ? "cpu" : "time");
        DeleteLogs(folder);
        return isCpu ? cost * 100 / Megabytes(bench) : Megabytes(bench) / cost * 1000;
    }

    private static int Megabytes(Bench bench) => bench.Size(300, 5);

    private static string Command(Bench bench) => $"yes {Line} | head -c {Megabytes(bench)}000000";

    private static void DeleteLogs(string folder)
    {
        foreach (string file in Directory.GetFiles(folder, "flood.log*"))
        {
            File.Delete(file);
        }
    }
}
