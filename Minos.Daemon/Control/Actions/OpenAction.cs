namespace Minos.Daemon.Control.Actions;

/// <summary>Turns to another server and shows its processes; whatever they are, the exit status stays.</summary>
internal sealed class OpenAction(ControlSession session) : ControlAction(session)
{
    private readonly StatusAction _status = new(session);

    public override string Name => "open";

    public override string Help =>
        "open <url>\tConnect to a remote supervisord process.\n\t\t(for UNIX domain socket, use unix:///socket/path)";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || argument[..colon].ToLowerInvariant() is not ("unix" or "http"))
        {
            Fail("ERROR: url must be http:// or unix://");
            return;
        }

        Session.Open(argument);
        int status = Session.ExitStatus;
        await _status.RunAsync("", cancellationToken);
        Session.ExitStatus = status;
    }
}
