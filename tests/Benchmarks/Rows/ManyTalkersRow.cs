using System.Globalization;
using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>Processor time for the logs of many programs that all write a little.</summary>
/// <param name="count">Programs that write.</param>
/// <param name="linesPerSecond">How many lines of 80 bytes each of them writes.</param>
/// <param name="portions">In how many portions a second, which is how often its pipe becomes readable.</param>
/// <param name="goal">What minosd must reach; null when the row only informs.</param>
internal sealed class ManyTalkersRow(int count, int linesPerSecond, int portions, Goal? goal) : Row
{
    internal override string Name => count == 200 ? "talkers" : $"talkers-{count}";

    internal override string Title => $"{count} programs x {linesPerSecond} lines/s into logs, CPU ms a second";

    internal override Goal? Goal => goal;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        await using IRunningSubject running = await subject.StartAsync(
            new Workload($"{bench.Program("ticker")} {linesPerSecond} {portions}", bench.Size(count, 5)), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        int seconds = Seconds(bench);
        double begin = ProcessUsage.CpuMilliseconds(running.Pid);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return (ProcessUsage.CpuMilliseconds(running.Pid) - begin) / seconds;
    }

    internal override async Task<double?> MeasureFloorAsync(Bench bench) => await bench.FloorAsync(
        "talkers", bench.NewFolder(), bench.Size(count, 5).ToString(CultureInfo.InvariantCulture), Seconds(bench).ToString(CultureInfo.InvariantCulture),
        bench.Program("ticker"), linesPerSecond.ToString(CultureInfo.InvariantCulture), portions.ToString(CultureInfo.InvariantCulture));

    private static int Seconds(Bench bench) => bench.Size(5, 1);
}
