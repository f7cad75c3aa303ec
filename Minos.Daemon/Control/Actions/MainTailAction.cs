using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

internal sealed class MainTailAction(ControlSession session) : ControlAction(session)
{
    private readonly LogReader _log = new(session);

    public override string Name => "maintail";

    public override string Help =>
        "maintail -f \tContinuous tail of supervisor main log file (Ctrl-C to exit)\n"
        + "maintail -100\tlast 100 *bytes* of supervisord main log file\n"
        + "maintail\tlast 1600 *bytes* of supervisor main log file\n";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (!await Session.UpcheckAsync(cancellationToken))
        {
            return;
        }

        List<string> words = Words(argument);
        string? modifier = words.FirstOrDefault();
        if (words.Count > 1)
        {
            FailWithHelp("Error: too many arguments");
        }
        else if (modifier == "-f")
        {
            await _log.FollowUntilInterruptAsync("/mainlogtail");
        }
        else if (modifier is null or ['-', ..] && TailAction.TryParseCount(modifier, out long count))
        {
            await PrintAsync(count, cancellationToken);
        }
        else
        {
            Fail($"Error: bad argument {modifier}");
        }
    }

    private async Task PrintAsync(long count, CancellationToken cancellationToken)
    {
        try
        {
            Session.Output((await Session.CallAsync("readLog", cancellationToken, -count, 0)).AsString());
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.NoFile)
        {
            Fail("supervisord: ERROR (no log file)");
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.Failed)
        {
            Fail("supervisord: ERROR (unknown error reading log)");
        }
    }
}
