namespace Minos.Daemon.Control.Actions;

/// <summary>Ends the shell; there are three words for it, <c>EOF</c> being the one for the end of the input.</summary>
internal sealed class QuitAction(ControlSession session, string name) : ControlAction(session)
{
    public const string EndOfInput = "EOF";

    public override string Name => name;

    public override string Help => $"{name}\tExit the supervisor shell.";

    public override bool EndsShell => true;

    public override Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        Session.Output("");
        return Task.CompletedTask;
    }
}
