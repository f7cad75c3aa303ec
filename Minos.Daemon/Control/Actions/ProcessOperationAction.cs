using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>An action that does one thing to each process that is named.</summary>
internal abstract class ProcessOperationAction(ControlSession session) : ControlAction(session)
{
    protected abstract ProcessOperation Operation { get; }

    /// <summary>Does it to every process that <paramref name="names"/> names, in order; <c>all</c> anywhere means all.</summary>
    /// <param name="names">The names as typed.</param>
    /// <param name="extra">What the methods take besides the name.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl-C.</param>
    protected async Task ApplyAsync(List<string> names, RpcValue[] extra, CancellationToken cancellationToken)
    {
        if (names.Contains("all"))
        {
            Report(await Session.CallAsync(Operation.AllMethod, cancellationToken, extra));
            return;
        }

        foreach (string text in names)
        {
            var name = ProcessName.Parse(text);
            if (name.Process is null && Operation.GroupMethod is not null)
            {
                await ApplyToGroupAsync(Operation.GroupMethod, name.Group, extra, cancellationToken);
            }
            else
            {
                await ApplyToProcessAsync(text, name, extra, cancellationToken);
            }
        }
    }

    private async Task ApplyToGroupAsync(string method, string group, RpcValue[] extra, CancellationToken cancellationToken)
    {
        try
        {
            Report(await Session.CallAsync(method, cancellationToken, [group, .. extra]));
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
        {
            Fail($"{group}: ERROR (no such group)", Operation.UnknownGroupStatus);
        }
    }

    private async Task ApplyToProcessAsync(string text, ProcessName name, RpcValue[] extra, CancellationToken cancellationToken)
    {
        RpcFaultCode code = RpcFaultCode.Success;
        string description = "OK";
        try
        {
            await Session.CallAsync(Operation.ProcessMethod, cancellationToken, [text, .. extra]);
        }
        catch (RpcFault fault)
        {
            code = fault.Code;
            description = fault.FaultString;
        }

        Report(name.ToString(), code, description);
    }

    private void Report(RpcValue results)
    {
        foreach (RpcValue item in results.AsArray())
        {
            RpcStruct result = item.AsStruct();
            Report(
                ProcessName.Display(result["group"].AsString(), result["name"].AsString()),
                (RpcFaultCode)result["status"].AsInteger(),
                result["description"].AsString());
        }
    }

    private void Report(string name, RpcFaultCode code, string description)
    {
        Session.Output(Operation.Describe(name, code, description));
        TakeStatus(code, Operation.Ignored);
    }
}
