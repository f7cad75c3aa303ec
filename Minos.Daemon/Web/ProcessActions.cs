using System.Globalization;
using Minos.Rpc;

namespace Minos.Daemon.Web;

/// <summary>Does what the page's buttons say, with the same methods that clients have, and says how it went in Supervisor's words.</summary>
/// <param name="rpc">Has <c>supervisor.*</c>, whatever the configuration offers to clients.</param>
/// <param name="time">The clock of the messages.</param>
public sealed class ProcessActions(RpcDispatcher rpc, TimeProvider time)
{
    /// <summary>Does it and waits until it is done.</summary>
    /// <returns>Null when there is no such action.</returns>
    public async Task<ActionOutcome?> RunAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request switch
            {
                { Action: "refresh" } => Done($"Page refreshed at {Now()}"),
                { Action: "startall" or "stopall" or "restartall" } => await RunAllAsync(request.Action, cancellationToken),
                { Action: "startgroup" or "stopgroup" or "restartgroup", Group: { } group } =>
                    await RunGroupAsync(request.Action, group, cancellationToken),
                { Action: "startselected" or "stopselected" or "restartselected" } =>
                    await RunSelectedAsync(Verb(request.Action, "selected"), request.Selected, cancellationToken),
                { ProcessName: { } name } => await RunOneAsync(request.Action, name, cancellationToken),
                _ => null,
            };
        }
        catch (RpcFault fault)
        {
            return Failed(Describe(fault));
        }
    }

    private async Task<ActionOutcome?> RunOneAsync(string action, string name, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(name, cancellationToken))
        {
            return Failed($"No such process named {name}");
        }

        switch (action)
        {
            case "start" or "restart":
                // Supervisor says "restarted" even when the start has failed, which helps nobody.
                return await TryAsync(action, name, cancellationToken) is { } fault
                    ? Failed($"ERROR: Process {name}: {DescribeStart(fault)}")
                    : Done($"Process {name} {action}ed");
            case "stop":
                await CallAsync("stopProcess", name, cancellationToken);
                return Done($"Process {name} stopped");
            case "clearlog":
                await CallAsync("clearProcessLogs", name, cancellationToken);
                return Done($"Log for {name} cleared");
            default:
                return null;
        }
    }

    private async Task<ActionOutcome> RunAllAsync(string action, CancellationToken cancellationToken)
    {
        string verb = Verb(action, "all");
        var failures = new List<string>();
        foreach (string step in Steps(verb))
        {
            failures.AddRange(Failures(await rpc.CallAsync($"supervisor.{step}AllProcesses", [], cancellationToken)));
        }

        return Summarize($"All {Past(verb)} at {Now()}", failures);
    }

    private async Task<ActionOutcome> RunGroupAsync(string action, string group, CancellationToken cancellationToken)
    {
        string verb = Verb(action, "group");
        var failures = new List<string>();
        try
        {
            foreach (string step in Steps(verb))
            {
                failures.AddRange(Failures(await CallAsync($"{step}ProcessGroup", group, cancellationToken)));
            }
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
        {
            return Failed($"No such group named {group}");
        }

        return Summarize($"Group {group} {Past(verb)}", failures);
    }

    private async Task<ActionOutcome> RunSelectedAsync(string verb, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return Failed("No process is selected");
        }

        RpcFault?[] faults = await Task.WhenAll(names.Select(name => TryAsync(verb, name, cancellationToken)));
        List<string> failures = [];
        foreach ((string name, RpcFault? fault) in names.Zip(faults))
        {
            if (fault is { Code: not RpcFaultCode.AlreadyStarted })
            {
                failures.Add($"{name}: {DescribeStart(fault)}");
            }
        }

        int done = names.Count - failures.Count;
        string message = failures.Count == 0
            ? $"{Count(done)} {Past(verb)}"
            : string.Create(CultureInfo.InvariantCulture, $"{done} of {Count(names.Count)} {Past(verb)}");
        return Summarize(message, failures);
    }

    /// <summary>Starts, stops or restarts; what is stopped already is fine.</summary>
    private async Task<RpcFault?> TryAsync(string verb, string name, CancellationToken cancellationToken)
    {
        foreach (string step in Steps(verb))
        {
            try
            {
                await CallAsync($"{step}Process", name, cancellationToken);
            }
            catch (RpcFault fault) when (fault.Code == RpcFaultCode.NotRunning && step == "stop")
            {
            }
            catch (RpcFault fault)
            {
                return fault;
            }
        }

        return null;
    }

    private async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync("getProcessInfo", name, cancellationToken);
            return true;
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
        {
            return false;
        }
    }

    private async Task<RpcValue> CallAsync(string method, string name, CancellationToken cancellationToken) =>
        await rpc.CallAsync($"supervisor.{method}", [name], cancellationToken);

    private static string[] Steps(string verb) => verb == "restart" ? ["stop", "start"] : [verb];

    private static string Verb(string action, string suffix) => action[..^suffix.Length];

    private static string Past(string verb) => verb == "stop" ? "stopped" : verb + "ed";

    private static string Count(int processes) => processes == 1 ? "1 process" : string.Create(CultureInfo.InvariantCulture, $"{processes} processes");

    /// <summary>What did not work, out of the answer to a call about many processes.</summary>
    private static IEnumerable<string> Failures(RpcValue results) =>
        from item in results.AsArray()
        let result = item.AsStruct()
        where result["status"].AsInteger() != (int)RpcFaultCode.Success
        select $"{result["group"].AsString()}:{result["name"].AsString()}: {result["description"].AsString()}";

    private static ActionOutcome Summarize(string message, List<string> failures)
    {
        const int Shown = 5;
        if (failures.Count == 0)
        {
            return Done(message);
        }

        string more = failures.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $", and {failures.Count - Shown} more") : "";
        return Failed($"{message}. Failed: {string.Join(", ", failures.Take(Shown))}{more}");
    }

    private static string DescribeStart(RpcFault fault) => fault.Code switch
    {
        RpcFaultCode.NoFile => "no such file",
        RpcFaultCode.NotExecutable => "file not executable",
        RpcFaultCode.AlreadyStarted => "already started",
        RpcFaultCode.SpawnError => "spawn error",
        RpcFaultCode.AbnormalTermination => "abnormal termination",
        _ => Describe(fault),
    };

    private static string Describe(RpcFault fault) =>
        string.Create(CultureInfo.InvariantCulture, $"unexpected rpc fault [{(int)fault.Code}] {fault.FaultString}");

    // As C's ctime: the day of the month is two characters wide.
    private string Now()
    {
        DateTime now = time.GetLocalNow().DateTime;
        return string.Create(CultureInfo.InvariantCulture, $"{now:ddd MMM} {now.Day,2} {now:HH:mm:ss yyyy}");
    }

    private static ActionOutcome Done(string message) => new(message, Succeeded: true);

    private static ActionOutcome Failed(string message) => new(message, Succeeded: false);
}
