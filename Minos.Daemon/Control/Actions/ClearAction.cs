using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class ClearAction(ControlSession session) : ProcessOperationAction(session)
{
    public override string Name => "clear";

    public override string Help =>
        "clear <name>\t\tClear a process' log files.\n"
        + "clear <name> <name>\tClear multiple process' log files\n"
        + "clear all\t\tClear all process' log files";

    protected override ProcessOperation Operation { get; } = new()
    {
        AllMethod = "clearAllProcessLogs",
        GroupMethod = null,
        ProcessMethod = "clearProcessLogs",
        Done = "cleared",
        Refusals = new Dictionary<RpcFaultCode, string>
        {
            [RpcFaultCode.BadName] = "no such process",
            [RpcFaultCode.Failed] = "failed",
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
            FailWithHelp("Error: clear requires a process name");
            return;
        }

        await ApplyAsync(names, [], cancellationToken);
    }
}
