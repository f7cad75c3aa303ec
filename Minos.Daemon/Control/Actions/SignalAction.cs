using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class SignalAction(ControlSession session) : ProcessOperationAction(session)
{
    public override string Name => "signal";

    public override string Help =>
        "signal <signal name> <name>\t\tSignal a process\n"
        + "signal <signal name> <gname>:*\t\tSignal all processes in a group\n"
        + "signal <signal name> <name> <name>\tSignal multiple processes or groups\n"
        + "signal <signal name> all\t\tSignal all processes";

    protected override ProcessOperation Operation { get; } = new()
    {
        AllMethod = "signalAllProcesses",
        GroupMethod = "signalProcessGroup",
        ProcessMethod = "signalProcess",
        Done = "signalled",
        ShowsFailures = true,
        Refusals = new Dictionary<RpcFaultCode, string>
        {
            [RpcFaultCode.BadName] = "no such process",
            [RpcFaultCode.BadSignal] = "bad signal name",
            [RpcFaultCode.NotRunning] = "not running",
        },
    };

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            return;
        }

        List<string> words = Words(argument);
        if (words.Count < 2)
        {
            FailWithHelp("Error: signal requires a signal name and a process name");
            return;
        }

        await ApplyAsync(words[1..], [words[0]], cancellationToken);
    }
}
