using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>Processor time while nothing happens.</summary>
/// <param name="count">Programs that run.</param>
/// <param name="seconds">How long it is measured.</param>
/// <param name="goal">What minosd must reach; null when the row only informs.</param>
internal sealed class IdleRow(int count, int seconds, Goal? goal) : Row
{
    /// <summary>What a daemon that does not run at all is given, because figures are divided by each other.</summary>
    private const double Least = 1;

    internal override string Name => count == 200 ? "idle" : $"idle-{count}";

    internal override string Title => $"idle, {count} programs, CPU ms a minute";

    internal override Goal? Goal => goal;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        await using IRunningSubject running = await subject.StartAsync(Workload.Sleepers(bench.Size(count, 5)), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        // What the start leaves to do is done within this, and the connections that were asked by are closed.
        await Task.Delay(TimeSpan.FromSeconds(bench.Size(10, 1)));
        double begin = ProcessUsage.CpuMilliseconds(running.Pid);
        int measured = bench.Size(seconds, 2);
        await Task.Delay(TimeSpan.FromSeconds(measured));
        return Math.Max(Least, (ProcessUsage.CpuMilliseconds(running.Pid) - begin) * 60 / measured);
    }
}
