using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class StartAction(ControlSession session) : ProcessOperationAction(session)
{
    public override string Name => "start";

    public override string Help =>
        "start <name>\t\tStart a process\n"
        + "start <gname>:*\t\tStart all processes in a group\n"
        + "start <name> <name>\tStart multiple processes or groups\n"
        + "start all\t\tStart all processes";

    protected override ProcessOperation Operation { get; } = new()
    {
        AllMethod = "startAllProcesses",
        GroupMethod = "startProcessGroup",
        ProcessMethod = "startProcess",
        Done = "started",
        Ignored = RpcFaultCode.AlreadyStarted,
        UnknownGroupStatus = ExitStatus.InvalidArguments,
        Refusals = new Dictionary<RpcFaultCode, string>
        {
            [RpcFaultCode.BadName] = "no such process",
            [RpcFaultCode.NoFile] = "no such file",
            [RpcFaultCode.NotExecutable] = "file is not executable",
            [RpcFaultCode.AlreadyStarted] = "already started",
            [RpcFaultCode.SpawnError] = "spawn error",
            [RpcFaultCode.AbnormalTermination] = "abnormal termination",
        },
    };

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            return;
        }

        List<string> names = Words(argument);
        if (names.Count == 0)
        {
            FailWithHelp("Error: start requires a process name", ExitStatus.InvalidArguments);
            return;
        }

        await ApplyAsync(names, [], cancellationToken);
    }
}
