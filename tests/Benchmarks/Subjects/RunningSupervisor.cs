using System.Diagnostics;
using Minos.Benchmarks.Measuring;

namespace Minos.Benchmarks.Subjects;

/// <summary>A supervisord or minosd that answers.</summary>
internal sealed class RunningSupervisor(Process process, SupervisorRequests requests, Workload workload, double readyMilliseconds) : IRunningSubject
{
    public int Pid => process.Id;

    public double ReadyMilliseconds => readyMilliseconds;

    internal SupervisorRequests Requests => requests;

    public async Task WaitUntilAllRunAsync() =>
        await Waiting.UntilAsync(
            async () => (await requests.StatesAsync()).Count(state => state == "RUNNING") >= workload.Count,
            "every program runs", TimeSpan.FromMilliseconds(50));

    public async Task StartAllAsync() => await requests.CallAsync("supervisor.startAllProcesses", "<boolean>1</boolean>");

    /// <summary>Stops every program by one call, and returns when they are gone.</summary>
    internal async Task StopAllAsync() => await requests.CallAsync("supervisor.stopAllProcesses", "<boolean>1</boolean>");

    /// <summary>Starts a process and returns when it has ended and its output is in the log.</summary>
    internal async Task RunToEndAsync(string name)
    {
        await requests.CallAsync("supervisor.startProcess", $"<string>{name}</string>", "<boolean>0</boolean>");
        await Waiting.UntilAsync(
            async () => (await requests.CallAsync("supervisor.getProcessInfo", $"<string>{name}</string>")).Contains("EXITED", StringComparison.Ordinal),
            "the program ends", TimeSpan.FromMilliseconds(2));
    }

    public async ValueTask DisposeAsync()
    {
        await requests.CallAsync("supervisor.shutdown");
        await process.WaitForExitAsync();
        requests.Dispose();
        process.Dispose();
    }
}
