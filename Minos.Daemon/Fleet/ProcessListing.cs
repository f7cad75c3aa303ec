using System.Text.Json;
using Minos.Fleet;
using Minos.Rpc;

namespace Minos.Daemon.Fleet;

/// <summary><c>minosd fleet processes</c>: every process of every host, in the order of the host groups.</summary>
internal sealed class ProcessListing(FleetCommandLine line, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(30);

    /// <returns>Whether all hosts have answered.</returns>
    internal async Task<bool> RunAsync(IReadOnlyList<HostTarget> targets, CancellationToken cancellationToken)
    {
        using var connector = new SupervisorConnector(line.Options.ConnectTime);
        using var free = new SemaphoreSlim(line.Options.ThrottleLimit);
        var options = new RpcClientOptions
        {
            ConnectTimeout = line.Options.ConnectTime,
            Timeout = s_answerTime + line.Options.ConnectTime,
            UserName = line.RpcUser,
            Password = line.RpcUser is null ? null : Environment.GetEnvironmentVariable(FleetCommandLine.PasswordVariable) ?? "",
        };
        Task<(RpcArray? Processes, string Error)>[] answers = [.. targets.Select(AskAsync)];
        bool isWell = true;
        int width = targets.Max(static target => target.ToString().Length);
        for (int index = 0; index < targets.Count; index++)
        {
            (RpcArray? processes, string reason) = await answers[index].ConfigureAwait(false);
            if (processes is null)
            {
                isWell = false;
                await error.WriteLineAsync($"{targets[index]}: {reason}").ConfigureAwait(false);
                continue;
            }

            foreach (RpcStruct process in processes.Select(static process => process.AsStruct()))
            {
                await output.WriteLineAsync(line.IsJson ? Json(targets[index], process) : Text(targets[index], process, width)).ConfigureAwait(false);
            }
        }

        return isWell;

        async Task<(RpcArray?, string)> AskAsync(HostTarget target)
        {
            await free.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                using RpcClient client = connector.Connect(target, options);
                return ((await client.CallAsync("supervisor.getAllProcessInfo", cancellationToken).ConfigureAwait(false)).AsArray(), "");
            }
            catch (Exception exception) when (exception is RpcFault or RpcHttpException or MalformedRpcException or IOException or TimeoutException)
            {
                return (null, exception.Message);
            }
            finally
            {
                free.Release();
            }
        }
    }

    private static string Text(HostTarget target, RpcStruct process, int width) =>
        $"{target.ToString().PadRight(width)}  {ProcessName.Display(process["group"].AsString(), process["name"].AsString()),-30}  {process["statename"].AsString(),-9}  {process["description"].AsString()}".TrimEnd();

    private static string Json(HostTarget target, RpcStruct process)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("host_group", target.Group.Name);
            json.WriteString("host", target.Host.Address);
            json.WriteString("group", process["group"].AsString());
            json.WriteString("name", process["name"].AsString());
            json.WriteString("state", process["statename"].AsString());
            json.WriteNumber("pid", process["pid"].AsInteger());
            json.WriteNumber("exit_status", process["exitstatus"].AsInteger());
            json.WriteString("description", process["description"].AsString());
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
