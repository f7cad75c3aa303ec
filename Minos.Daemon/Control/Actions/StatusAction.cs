using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class StatusAction(ControlSession session) : ControlAction(session)
{
    private const int LeastNameWidth = 30;

    // STOPPED, EXITED, FATAL, UNKNOWN: what is neither running nor about to.
    private static readonly long[] s_stoppedStates = [0, 100, 200, 1000];

    public override string Name => "status";

    public override string Help =>
        "status <name>\t\tGet status for a single process\n"
        + "status <gname>:*\tGet status for all processes in a group\n"
        + "status <name> <name>\tGet status for multiple named processes\n"
        + "status\t\t\tGet all process status info";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            Session.ExitStatus = ExitStatus.StatusUnknown;
            return;
        }

        RpcStruct[] all = [.. (await Session.CallAsync("getAllProcessInfo", cancellationToken)).AsArray().Select(i => i.AsStruct())];
        List<string> names = Words(argument);
        IReadOnlyList<RpcStruct> matching = names.Count == 0 || names.Contains("all") ? all : Select(all, names);
        Print(matching);
        if (matching.Any(static info => s_stoppedStates.Contains(info["state"].AsInteger())))
        {
            Session.ExitStatus = ExitStatus.StatusNotRunning;
        }
    }

    private List<RpcStruct> Select(RpcStruct[] all, List<string> names)
    {
        List<RpcStruct> matching = [];
        foreach (string text in names)
        {
            var name = ProcessName.Parse(text);
            int before = matching.Count;
            matching.AddRange(all.Where(info =>
                info["group"].AsString() == name.Group && (name.Process is null || info["name"].AsString() == name.Process)));
            if (matching.Count == before)
            {
                Fail(
                    name.Process is null ? $"{name.Group}: ERROR (no such group)" : $"{text}: ERROR (no such process)",
                    ExitStatus.StatusUnknown);
            }
        }

        return matching;
    }

    private void Print(IReadOnlyList<RpcStruct> infos)
    {
        string[] names = [.. infos.Select(static i => ProcessName.Display(i["group"].AsString(), i["name"].AsString()))];
        int width = names.Append("").Max(static n => n.Length);
        width = Math.Max(width, LeastNameWidth) + 3;
        foreach ((string name, RpcStruct info) in names.Zip(infos))
        {
            Session.Output(name.PadRight(width) + info["statename"].AsString().PadRight(10) + info["description"].AsString());
        }
    }
}
