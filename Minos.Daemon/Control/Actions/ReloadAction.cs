namespace Minos.Daemon.Control.Actions;

internal sealed class ReloadAction(ControlSession session) : DaemonStopAction(session)
{
    public override string Name => "reload";

    public override string Help => "reload \t\tRestart the remote supervisord.";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (RefuseArgument(argument)
            || !await IsConfirmedAsync("Really restart the remote supervisord process y/N? ", cancellationToken))
        {
            return;
        }

        if (await TryCallAsync("restart", cancellationToken))
        {
            Session.Output("Restarted supervisord");
        }
        else
        {
            Session.ExitStatus = ExitStatus.Generic;
        }
    }
}
