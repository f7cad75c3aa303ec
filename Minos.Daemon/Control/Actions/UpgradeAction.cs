using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>Puts another program in the place of the daemon; its programs run on.</summary>
internal sealed class UpgradeAction(ControlSession session) : ControlAction(session)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    // The sockets stay open in an upgrade. Only a daemon that was killed on the way has none, until it is started again.
    private static readonly TimeSpan s_refusalLimit = TimeSpan.FromSeconds(2);

    public override string Name => "upgrade";

    public override string Help => """
        upgrade [PATH]		Put another minosd in the place of the daemon; programs run on.
        			Without a path: the daemon's own file as it is now.
        """;

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        RpcStruct before;
        try
        {
            before = (await Session.Client.CallAsync("minos.getInfo", [], cancellationToken)).AsStruct();
            _ = await Session.Client.CallAsync("minos.upgrade", [argument], cancellationToken);
        }
        catch (RpcFault fault)
        {
            Fail($"upgrade: ERROR ({(fault.Code == RpcFaultCode.UnknownMethod ? "this daemon cannot be upgraded in place" : fault.FaultString)})");
            return;
        }

        long begin = Environment.TickCount64;
        long reached = begin;
        while (Environment.TickCount64 - begin < s_limit.TotalMilliseconds)
        {
            await Task.Delay(s_interval, cancellationToken);
            (RpcStruct? now, bool isRefused) = await AskAsync(cancellationToken);
            reached = isRefused ? reached : Environment.TickCount64;
            if (Environment.TickCount64 - reached > s_refusalLimit.TotalMilliseconds)
            {
                Fail($"upgrade: ERROR (nobody answers at {Session.Client.ServerUrl} any more: ask at the address that the configuration has now)");
                return;
            }

            if (now is null)
            {
                continue;
            }

            if (now["upgrades"].AsInteger() > before["upgrades"].AsInteger())
            {
                Session.Output($"upgraded: {now["executable"].AsString()} ({now["version"].AsString()})");
                return;
            }

            if (now["upgrade_error"].AsString() is { Length: > 0 } error)
            {
                Fail($"upgrade: ERROR ({error}; the daemon goes on as it was)");
                return;
            }
        }

        Fail("upgrade: ERROR (not done within 60 s)");
    }

    private async Task<(RpcStruct? Info, bool IsRefused)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return ((await Session.Client.CallAsync("minos.getInfo", [], cancellationToken)).AsStruct(), false);
        }
        catch (RpcConnectionException exception)
        {
            return (null, exception.ErrorNumber is RpcConnectionException.ConnectionRefused or RpcConnectionException.NoSuchFile);
        }
    }
}
