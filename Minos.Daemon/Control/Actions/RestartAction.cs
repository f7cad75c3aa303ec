namespace Minos.Daemon.Control.Actions;

/// <summary>A stop of everything that is named, then a start of it.</summary>
internal sealed class RestartAction(ControlSession session) : ControlAction(session)
{
    private readonly StopAction _stop = new(session);
    private readonly StartAction _start = new(session);

    public override string Name => "restart";

    public override string Help =>
        "restart <name>\t\tRestart a process\n"
        + "restart <gname>:*\tRestart all processes in a group\n"
        + "restart <name> <name>\tRestart multiple processes or groups\n"
        + "restart all\t\tRestart all processes\n"
        + "Note: restart does not reread config files. For that, see reread and update.";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            return;
        }

        if (Words(argument).Count == 0)
        {
            FailWithHelp("Error: restart requires a process name");
            return;
        }

        await _stop.RunAsync(argument, cancellationToken);
        await _start.RunAsync(argument, cancellationToken);
    }
}
