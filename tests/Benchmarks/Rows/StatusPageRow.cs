using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

internal sealed class StatusPageRow : Row
{
    internal override string Name => "page";

    internal override string Title => "status page, 1000 processes, ms";

    internal override Goal Goal => new(AtMost: 20);

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (subject is not SupervisorSubject supervisor)
        {
            return null;
        }

        await using RunningSupervisor running = await supervisor.StartSupervisorAsync(Workload.Sleepers(bench.Size(1000, 5)), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        var times = new List<double>();
        for (int i = 0; i < bench.Size(10, 2); i++)
        {
            long begin = Clock.Nanoseconds;
            await running.Requests.GetAsync("/");
            times.Add(Clock.MillisecondsSince(begin));
        }

        return Statistics.Median(times);
    }
}
