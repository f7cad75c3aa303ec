using Minos.Benchmarks.Subjects;

namespace Minos.Benchmarks.Rows;

/// <summary>Answers a second to getAllProcessInfo.</summary>
/// <param name="count">Programs that run.</param>
/// <param name="clients">How many ask at the same time, each as soon as it has its answer.</param>
/// <param name="goal">What minosd must reach; null when the row only informs.</param>
internal sealed class InformationRow(int count, int clients, Goal? goal) : Row
{
    private const string Method = "supervisor.getAllProcessInfo";

    private int _answerLength;

    internal override string Name => count == 200 ? $"info-{clients}" : $"info-{clients}-{count}";

    internal override string Title => $"getAllProcessInfo, {count} processes, {clients} client{(clients == 1 ? "" : "s")}, answers/s";

    internal override bool LargerIsBetter => true;

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
            _answerLength = (await running.Requests.CallAsync(Method)).Length;
        }

        return await AskAsync(running.Requests.Port, bench);
    }

    /// <summary>An answer of the same length, ready in memory, from a C program to the same client.</summary>
    internal override async Task<double?> MeasureFloorAsync(Bench bench)
    {
        await using FloorServer server = await FloorServer.StartAsync(bench, _answerLength);
        return await AskAsync(server.Requests.Port, bench);
    }

    private Task<double> AskAsync(int port, Bench bench) => new RequestLoad(port, Method).RunAsync(clients, bench.Size(3, 1));
}
