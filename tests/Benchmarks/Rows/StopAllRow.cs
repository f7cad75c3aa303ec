using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>From one call that stops every program to the answer that they are gone.</summary>
internal sealed class StopAllRow(int count, Goal? goal) : Row
{
    internal override string Name => $"stop-{count}";

    internal override string Title => $"stop of {count} programs by one call, ms";

    internal override Goal? Goal => goal;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (subject is not SupervisorSubject supervisor)
        {
            return null;
        }

        await using RunningSupervisor running = await supervisor.StartSupervisorAsync(Workload.Sleepers(bench.Size(count, 5)), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        long begin = Clock.Nanoseconds;
        await running.StopAllAsync();
        return Clock.MillisecondsSince(begin);
    }

    internal override async Task<double?> MeasureFloorAsync(Bench bench) => await bench.FloorAsync("stop", $"{bench.Size(count, 5)}");
}
