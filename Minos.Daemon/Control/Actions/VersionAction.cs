namespace Minos.Daemon.Control.Actions;

internal sealed class VersionAction(ControlSession session) : ControlAction(session)
{
    public override string Name => "version";

    public override string Help => "version\t\t\tShow the version of the remote supervisord process";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!RefuseArgument(argument) && await Session.UpcheckAsync(cancellationToken))
        {
            Session.Output((await Session.CallAsync("getSupervisorVersion", cancellationToken)).AsString());
        }
    }
}
