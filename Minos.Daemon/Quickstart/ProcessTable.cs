using Minos.Rpc;

namespace Minos.Daemon.Quickstart;

/// <summary>The processes of a supervisor, as people read them.</summary>
internal static class ProcessTable
{
    private const string Running = "RUNNING";
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until every process is RUNNING, or until <paramref name="patience"/> is over, and returns the table.</summary>
    /// <exception cref="QuickstartException">The supervisor does not answer.</exception>
    internal static async Task<IReadOnlyList<string>> ReadAsync(RpcClient client, TimeSpan patience)
    {
        using var poll = new PeriodicTimer(s_pollInterval);
        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            List<RpcStruct> processes = await QueryAsync(client).ConfigureAwait(false);
            bool settled = processes.TrueForAll(static process => process["statename"].AsString() == Running);
            if (settled || Environment.TickCount64 >= deadline)
            {
                return Format(processes);
            }

            _ = await poll.WaitForNextTickAsync().ConfigureAwait(false);
        }
    }

    private static async Task<List<RpcStruct>> QueryAsync(RpcClient client)
    {
        try
        {
            RpcValue answer = await client.CallAsync("supervisor.getAllProcessInfo").ConfigureAwait(false);
            return [.. answer.AsArray().Select(static process => process.AsStruct())];
        }
        catch (Exception exception) when (exception is RpcFault or RpcHttpException or RpcConnectionException or MalformedRpcException or TimeoutException)
        {
            throw new QuickstartException($"minosd does not answer at {client.ServerUrl}: {exception.Message}", exception);
        }
    }

    private static List<string> Format(List<RpcStruct> processes)
    {
        int width = processes.Select(static process => process["name"].AsString().Length).DefaultIfEmpty().Max();
        return
        [
            .. processes.Select(process =>
                $"{process["name"].AsString().PadRight(width)}  {process["statename"].AsString(),-8}  {process["description"].AsString()}"),
        ];
    }
}
