using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

internal sealed class StartupRow : Row
{
    internal override string Name => "startup";

    internal override string Title => "start to first answer, ms";

    internal override Goal Goal => new(Times: 5);

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        await using IRunningSubject running = await subject.StartAsync(Workload.None, bench.NewFolder());
        return running.ReadyMilliseconds;
    }
}
