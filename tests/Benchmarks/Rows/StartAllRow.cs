using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>From one call that starts every program to the answer that they run.</summary>
internal sealed class StartAllRow(int count, Goal? goal) : Row
{
    internal override string Name => $"start-{count}";

    internal override string Title => $"{count} programs to RUNNING by one call, ms";

    internal override Goal? Goal => goal;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (count > 200 && subject is Pm2Subject)
        {
            return null;
        }

        await using IRunningSubject running = await subject.StartAsync(Workload.Sleepers(bench.Size(count, 5), autostart: false), bench.NewFolder());
        long begin = Clock.Nanoseconds;
        await running.StartAllAsync();
        return Clock.MillisecondsSince(begin);
    }

    internal override async Task<double?> MeasureFloorAsync(Bench bench) => await bench.FloorAsync("spawn", $"{bench.Size(count, 5)}");
}
