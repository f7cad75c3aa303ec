using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class RemoveAction(ControlSession session) : ControlAction(session)
{
    public override string Name => "remove";

    public override string Help => "remove <name> [...]\tRemoves process/group from active config";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        foreach (string name in Words(argument))
        {
            try
            {
                await Session.CallAsync("removeProcessGroup", cancellationToken, name);
                Session.Output($"{name}: removed process group");
            }
            catch (RpcFault fault) when (fault.Code == RpcFaultCode.StillRunning)
            {
                Fail($"ERROR: process/group still running: {name}");
            }
            catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
            {
                Fail($"ERROR: no such process/group: {name}");
            }
        }
    }
}
