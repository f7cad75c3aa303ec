using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class StopAction(ControlSession session) : ProcessOperationAction(session)
{
    public override string Name => "stop";

    public override string Help =>
        "stop <name>\t\tStop a process\n"
        + "stop <gname>:*\t\tStop all processes in a group\n"
        + "stop <name> <name>\tStop multiple processes or groups\n"
        + "stop all\t\tStop all processes";

    protected override ProcessOperation Operation { get; } = new()
    {
        AllMethod = "stopAllProcesses",
        GroupMethod = "stopProcessGroup",
        ProcessMethod = "stopProcess",
        Done = "stopped",
        ShowsFailures = true,
        Ignored = RpcFaultCode.NotRunning,
        Refusals = new Dictionary<RpcFaultCode, string>
        {
            [RpcFaultCode.BadName] = "no such process",
            [RpcFaultCode.BadSignal] = "bad signal name",
            [RpcFaultCode.NotRunning] = "not running",
        },
    };

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            return;
        }

        List<string> names = Words(argument);
        if (names.Count == 0)
        {
            FailWithHelp("Error: stop requires a process name");
            return;
        }

        await ApplyAsync(names, [], cancellationToken);
    }
}
