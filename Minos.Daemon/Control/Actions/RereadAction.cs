using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class RereadAction(ControlSession session) : ControlAction(session)
{
    public override string Name => "reread";

    public override string Help => "reread \t\t\tReload the daemon's configuration files without add/remove";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (RefuseArgument(argument))
        {
            return;
        }

        try
        {
            Print(ConfigurationChanges.From(await Session.CallAsync("reloadConfig", cancellationToken)));
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.ShutdownState)
        {
            Fail("ERROR: supervisor shutting down");
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.CantReread)
        {
            Fail($"ERROR: {fault.FaultString}");
        }
    }

    private void Print(ConfigurationChanges changes)
    {
        (string Name, string What)[] lines =
        [
            .. changes.Added.Select(static n => (n, "available")),
            .. changes.Changed.Select(static n => (n, "changed")),
            .. changes.Removed.Select(static n => (n, "disappeared")),
        ];
        foreach ((string name, string what) in lines.OrderBy(static l => l.Name, StringComparer.Ordinal))
        {
            Session.Output($"{name}: {what}");
        }

        if (lines.Length == 0)
        {
            Session.Output("No config updates to processes");
        }
    }
}
