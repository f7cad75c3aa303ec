using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class ShutdownAction(ControlSession session) : DaemonStopAction(session)
{
    public override string Name => "shutdown";

    public override string Help => "shutdown \tShut the remote supervisord down.";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (RefuseArgument(argument)
            || !await IsConfirmedAsync("Really shut the remote supervisord process down y/N? ", cancellationToken))
        {
            return;
        }

        try
        {
            if (await TryCallAsync("shutdown", cancellationToken))
            {
                Session.Output("Shut down");
            }
        }
        catch (RpcConnectionException e) when (e.ErrorNumber == RpcConnectionException.ConnectionRefused)
        {
            Fail($"ERROR: {Session.ServerName} refused connection (already shut down?)");
        }
        catch (RpcConnectionException e) when (e.ErrorNumber == RpcConnectionException.NoSuchFile)
        {
            Fail($"ERROR: {Session.ServerName} no such file (already shut down?)");
        }
    }
}
