using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

internal sealed class ManyTalkersRow : Row
{
    internal override string Name => "talkers";

    internal override string Title => "200 programs x 1000 lines/s into logs, CPU ms a second";

    internal override Goal Goal => new(Times: 2);

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        await using IRunningSubject running = await subject.StartAsync(
            new Workload($"{bench.Program("ticker")} 1000", bench.Size(200, 5)), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        int seconds = bench.Size(5, 1);
        double begin = ProcessUsage.CpuMilliseconds(running.Pid);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return (ProcessUsage.CpuMilliseconds(running.Pid) - begin) / seconds;
    }
}
