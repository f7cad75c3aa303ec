using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class PidAction(ControlSession session) : ControlAction(session)
{
    public override string Name => "pid";

    public override string Help =>
        "pid\t\t\tGet the PID of supervisord.\n"
        + "pid <name>\t\tGet the PID of a single child process by name.\n"
        + "pid all\t\t\tGet the PID of every child process, one per line.";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            return;
        }

        List<string> names = Words(argument);
        if (names.Count == 0)
        {
            Session.Output($"{(await Session.CallAsync("getPID", cancellationToken)).AsInteger()}");
        }
        else if (names.Contains("all"))
        {
            foreach (RpcValue info in (await Session.CallAsync("getAllProcessInfo", cancellationToken)).AsArray())
            {
                Session.Output($"{info.AsStruct()["pid"].AsInteger()}");
            }
        }
        else
        {
            foreach (string name in names)
            {
                await PrintAsync(name, cancellationToken);
            }
        }
    }

    private async Task PrintAsync(string name, CancellationToken cancellationToken)
    {
        long pid;
        try
        {
            pid = (await Session.CallAsync("getProcessInfo", cancellationToken, name)).AsStruct()["pid"].AsInteger();
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.BadName)
        {
            Fail($"No such process {name}");
            return;
        }

        Session.Output($"{pid}");
        if (pid == 0)
        {
            Session.ExitStatus = ExitStatus.NotRunning;
        }
    }
}
