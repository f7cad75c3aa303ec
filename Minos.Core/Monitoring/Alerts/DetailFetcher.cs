using System.Text.RegularExpressions;
using Minos.Rpc;

namespace Minos.Monitoring.Alerts;

/// <summary>Asks the daemon what an event does not say: how the process ended, and its last lines.</summary>
internal sealed partial class DetailFetcher(MonitorContext context)
{
    private const int LastLines = 20;
    private const int LogBytes = 8 * 1024;
    private const int MainLogBytes = 64 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Adds what can be had to an incident.</summary>
    public async Task<Incident> CompleteAsync(Incident incident)
    {
        incident = incident with { Page = Page(incident) };
        if (incident.Kind == AlertKind.Recovery)
        {
            return incident;
        }

        try
        {
            using var time = new CancellationTokenSource(s_limit);
            IReadOnlyList<RpcResult> results = await context.Client.MulticallAsync(
                [
                    new RpcCall("supervisor.readLog", [-MainLogBytes, 0]),
                    new RpcCall("supervisor.getProcessInfo", [incident.Name]),
                    new RpcCall("supervisor.readProcessStderrLog", [incident.Name, -LogBytes, 0]),
                    new RpcCall("supervisor.readProcessStdoutLog", [incident.Name, -LogBytes, 0]),
                ],
                time.Token).ConfigureAwait(false);
            return incident with
            {
                Ending = Ending(incident, results[0], results[1]) ?? incident.Ending,
                Stderr = Tail(results[2]),
                Stdout = Tail(results[3]),
            };
        }
        catch (Exception exception) when (exception is RpcFault or RpcHttpException or RpcConnectionException or MalformedRpcException or TimeoutException or OperationCanceledException)
        {
            context.Log.Write($"Cannot ask {context.Client.ServerUrl} about {incident.Name}: {exception.Message}");
            return incident;
        }
    }

    // The log names the signal, which no method does, and knows the end of a process that has been started again since.
    private static string? Ending(Incident incident, RpcResult log, RpcResult info)
    {
        if (incident.Kind == AlertKind.Fatal)
        {
            string error = info.Fault is null && info.Value.AsStruct().TryGetValue("spawnerr", out RpcValue? text) ? text.AsString() : "";
            return error.Length > 0 ? error : null;
        }

        if (log.Fault is null)
        {
            string all = log.Value.AsString();
            int spawned = all.LastIndexOf($"spawned: '{incident.Process}' with pid {incident.Pid}\n", StringComparison.Ordinal);
            foreach (Match match in Exited().Matches(spawned < 0 ? all : all[spawned..]))
            {
                if (match.Groups["name"].Value == incident.Process)
                {
                    return match.Groups["how"].Value;
                }
            }
        }

        return info.Fault is null && info.Value.AsStruct() is var values && values["statename"].AsString() == "EXITED"
            ? $"exit status {values["exitstatus"].AsInteger()}"
            : null;
    }

    private static string? Tail(RpcResult result)
    {
        if (result.Fault is not null)
        {
            return null;
        }

        string[] lines = result.Value.AsString().TrimEnd('\n').Split('\n');
        return string.Join('\n', lines.TakeLast(LastLines).Select(l => new string([.. l.Where(c => c == '\t' || !char.IsControl(c))])));
    }

    private string? Page(Incident incident)
    {
        string server = context.Client.ServerUrl;
        string? url = context.Settings.Url;
        if (url is null && context.Settings.SupervisordPort is { } port)
        {
            url = $"http://{context.Host}:{port}";
        }
        else if (url is null && Uri.TryCreate(server, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
        {
            // Local to this machine: people elsewhere need its name.
            url = address.IsLoopback ? $"{address.Scheme}://{context.Host}:{address.Port}" : $"{address.Scheme}://{address.Authority}";
        }

        return url is null ? null : $"{url}/tail.html?processname={Uri.EscapeDataString(incident.Name)}";
    }

    [GeneratedRegex(@"exited: (?<name>.+) \((?<how>[^\n]+?); (not )?expected\)")]
    private static partial Regex Exited();
}
