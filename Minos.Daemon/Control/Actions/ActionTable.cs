namespace Minos.Daemon.Control.Actions;

/// <summary>Every action of the control client.</summary>
internal sealed class ActionTable
{
    private readonly Dictionary<string, ControlAction> _byName;

    public ActionTable(ControlSession session)
    {
        ControlAction[] documented =
        [
            new AddAction(session), new AvailAction(session), new ClearAction(session), new ForegroundAction(session),
            new MainTailAction(session), new OpenAction(session), new PidAction(session), new QuitAction(session, "exit"),
            new QuitAction(session, "quit"), new ReloadAction(session), new RemoveAction(session), new RereadAction(session),
            new RestartAction(session), new ShutdownAction(session), new SignalAction(session), new StartAction(session),
            new StatusAction(session), new StopAction(session), new TailAction(session), new UpdateAction(session),
            new VersionAction(session),
        ];
        Documented = [.. documented.OrderBy(static a => a.Name, StringComparer.Ordinal)];
        _byName = documented
            .Append(new HelpAction(session, this))
            .Append(new UpgradeAction(session))
            .Append(new QuitAction(session, QuitAction.EndOfInput))
            .ToDictionary(static a => a.Name, StringComparer.Ordinal);
    }

    /// <summary>What <c>help</c> lists, sorted by name.</summary>
    public IReadOnlyList<ControlAction> Documented { get; }

    public ControlAction? Find(string name) => _byName.GetValueOrDefault(name);
}
