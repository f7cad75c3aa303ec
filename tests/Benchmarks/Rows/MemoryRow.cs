using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>Resident memory with a number of running programs, when the supervisor has come to rest.</summary>
internal sealed class MemoryRow(int count, Goal goal) : Row
{
    internal override string Name => $"memory-{count}";

    internal override string Title => $"resident memory at rest, {count} programs, MB";

    internal override Goal Goal => goal;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        // Another needs minutes to start so many, and the goal is a figure.
        if (count > 1000 && subject.Name != "minosd")
        {
            return null;
        }

        await using IRunningSubject running = await subject.StartAsync(Workload.Sleepers(bench.Size(count, Math.Min(count, 5))), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        await Task.Delay(TimeSpan.FromSeconds(bench.Size(5, 1)));
        return ProcessUsage.ResidentMegabytes(running.Pid);
    }
}
