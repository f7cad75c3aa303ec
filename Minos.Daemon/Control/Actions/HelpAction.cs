namespace Minos.Daemon.Control.Actions;

internal sealed class HelpAction(ControlSession session, ActionTable actions) : ControlAction(session)
{
    private const string Header = "default commands (type help <topic>):";
    private const int LineWidth = 79;

    public override string Name => "help";

    public override string Help => "help\t\tPrint a list of available actions\nhelp <action>\tPrint help for <action>";

    public override Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (argument.Length == 0)
        {
            Session.Output($"\n{Header}\n{new string('=', Header.Length)}");
            Columns.Write(Session.Out, [.. actions.Documented.Select(static a => a.Name)], LineWidth);
            Session.Output("");
        }
        else
        {
            ControlAction? topic = argument == Name ? this : actions.Documented.FirstOrDefault(a => a.Name == argument);
            Session.Output(topic?.Help ?? $"*** No help on {argument}");
        }

        return Task.CompletedTask;
    }
}
