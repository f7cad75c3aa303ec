using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class AvailAction(ControlSession session) : ControlAction(session)
{
    public override string Name => "avail";

    public override string Help => "avail\t\t\tDisplay all configured processes";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (RefuseArgument(argument))
        {
            return;
        }

        RpcArray configurations;
        try
        {
            configurations = (await Session.CallAsync("getAllConfigInfo", cancellationToken)).AsArray();
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.ShutdownState)
        {
            Fail("ERROR: supervisor shutting down");
            return;
        }

        foreach (RpcValue item in configurations)
        {
            RpcStruct info = item.AsStruct();
            string name = ProcessName.Display(info["group"].AsString(), info["name"].AsString());
            string use = info["inuse"].AsBoolean() ? "in use" : "avail";
            string start = info["autostart"].AsBoolean() ? "auto" : "manual";
            Session.Output($"{name,-32} {use,-9} {start,-9} {info["group_prio"].AsInteger()}:{info["process_prio"].AsInteger()}");
        }
    }
}
