using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

internal sealed class IdleRow : Row
{
    internal override string Name => "idle";

    internal override string Title => "idle, 200 programs, CPU ms a minute";

    internal override Goal Goal => new(AtMost: 5);

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        await using IRunningSubject running = await subject.StartAsync(Workload.Sleepers(bench.Size(200, 5)), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        // What the start leaves to do is done within this.
        await Task.Delay(TimeSpan.FromSeconds(bench.Size(5, 1)));
        double begin = ProcessUsage.CpuMilliseconds(running.Pid);
        int seconds = bench.Size(60, 2);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return (ProcessUsage.CpuMilliseconds(running.Pid) - begin) * 60 / seconds;
    }
}
