using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class AddAction(ControlSession session) : ControlAction(session)
{
    public override string Name => "add";

    public override string Help => "add <name> [...]\tActivates any updates in config for process/group";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        foreach (string name in Words(argument))
        {
            try
            {
                await Session.CallAsync("addProcessGroup", cancellationToken, name);
                Session.Output($"{name}: added process group");
            }
            catch (RpcFault fault) when (fault.Code == RpcFaultCode.ShutdownState)
            {
                Fail("ERROR: shutting down");
            }
            catch (RpcFault fault) when (fault.Code == RpcFaultCode.AlreadyAdded)
            {
                Session.Output("ERROR: process group already active");
            }
            catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
            {
                Fail($"ERROR: no such process/group: {name}");
            }
        }
    }
}
