using Minos.Benchmarks.Measuring;
using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>From the request for the status page to its last byte.</summary>
/// <param name="count">Programs that run.</param>
/// <param name="goal">What minosd must reach; null when the row only informs.</param>
internal sealed class StatusPageRow(int count, Goal? goal) : Row
{
    private int _pageLength;

    internal override string Name => count == 1000 ? "page" : $"page-{count}";

    internal override string Title => $"status page, {count} processes, ms";

    internal override Goal? Goal => goal;

    internal override async Task<double?> MeasureAsync(ISubject subject, Bench bench)
    {
        if (subject is not SupervisorSubject supervisor)
        {
            return null;
        }

        await using RunningSupervisor running = await supervisor.StartSupervisorAsync(Workload.Sleepers(bench.Size(count, 5)), bench.NewFolder());
        await running.WaitUntilAllRunAsync();
        if (supervisor.Name == "minosd")
        {
            _pageLength = (await running.Requests.GetAsync("/")).Length;
        }

        return await AskAsync(running.Requests, bench);
    }

    /// <summary>A page of the same length, ready in memory, from a C program to the same client.</summary>
    internal override async Task<double?> MeasureFloorAsync(Bench bench)
    {
        await using FloorServer server = await FloorServer.StartAsync(bench, _pageLength);
        return await AskAsync(server.Requests, bench);
    }

    private static async Task<double> AskAsync(SupervisorRequests requests, Bench bench)
    {
        var times = new List<double>();
        for (int i = 0; i < bench.Size(10, 2); i++)
        {
            long begin = Clock.Nanoseconds;
            await requests.GetAsync("/");
            times.Add(Clock.MillisecondsSince(begin));
        }

        return Statistics.Median(times);
    }
}
