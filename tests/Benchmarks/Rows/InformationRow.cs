using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>Answers a second to getAllProcessInfo with 200 processes.</summary>
internal sealed class InformationRow(int clients) : Row
{
    internal override string Name => $"info-{clients}";

    internal override string Title => $"getAllProcessInfo, 200 processes, {clients} client{(clients == 1 ? "" : "s")}, answers/s";

    internal override bool LargerIsBetter => true;

    internal override Goal Goal => new(Times: 50);

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (subject is not SupervisorSubject supervisor)
        {
            return null;
        }

        await using RunningSupervisor running = await supervisor.StartSupervisorAsync(Workload.Sleepers(bench.Size(200, 5)), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        double seconds = bench.Size(3, 1);
        long begin = Clock.Nanoseconds;
        int answers = 0;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (Clock.MillisecondsSince(begin) < seconds * 1000)
            {
                await running.Requests.CallAsync("supervisor.getAllProcessInfo");
                Interlocked.Increment(ref answers);
            }
        })));
        return answers / (Clock.MillisecondsSince(begin) / 1000);
    }
}
