using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>Resident memory with a number of running programs.</summary>
internal sealed class MemoryRow(int count, Goal goal) : Row
{
    internal override string Name => $"memory-{count}";

    internal override string Title => $"resident memory, {count} programs, MB";

    internal override Goal Goal => goal;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (count > 1000 && subject is Pm2Subject)
        {
            return null;
        }

        await using IRunningSubject running = await subject.StartAsync(Workload.Sleepers(bench.Size(count, Math.Min(count, 5))), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        return ProcessUsage.ResidentMegabytes(running.Pid);
    }
}
