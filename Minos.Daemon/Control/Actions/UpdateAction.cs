using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>Brings the active groups in line with the configuration; a changed group is stopped, removed and added.</summary>
internal sealed class UpdateAction(ControlSession session) : ControlAction(session)
{
    private const string What = "Reload config and add/remove as necessary, and will restart affected programs";

    public override string Name => "update";

    public override string Help => $"update\t\t\t{What}\nupdate all\t\t{What}\nupdate <gname> [...]\tUpdate specific groups";

    public override async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        ConfigurationChanges changes;
        try
        {
            changes = ConfigurationChanges.From(await Session.CallAsync("reloadConfig", cancellationToken));
        }
        catch (RpcFault fault) when (fault.Code == RpcFaultCode.ShutdownState)
        {
            Fail("ERROR: already shutting down");
            return;
        }

        List<string> names = [.. Words(argument).Distinct()];
        if (names.Contains("all"))
        {
            names.Clear();
        }

        if (names.Count > 0)
        {
            await CheckNamesAsync(names, changes.Added, cancellationToken);
        }

        bool IsSelected(string group) => names.Count == 0 || names.Contains(group);
        foreach (string group in changes.Removed.Where(IsSelected))
        {
            await RemoveAsync(group, cancellationToken);
        }

        foreach (string group in changes.Changed.Where(IsSelected))
        {
            await StopAsync(group, cancellationToken);
            await Session.CallAsync("removeProcessGroup", cancellationToken, group);
            await Session.CallAsync("addProcessGroup", cancellationToken, group);
            Session.Output($"{group}: updated process group");
        }

        foreach (string group in changes.Added.Where(IsSelected))
        {
            await Session.CallAsync("addProcessGroup", cancellationToken, group);
            Session.Output($"{group}: added process group");
        }
    }

    private async Task CheckNamesAsync(List<string> names, IReadOnlyList<string> added, CancellationToken cancellationToken)
    {
        RpcArray infos = (await Session.CallAsync("getAllProcessInfo", cancellationToken)).AsArray();
        var groups = infos.Select(static i => i.AsStruct()["group"].AsString()).Concat(added).ToHashSet(StringComparer.Ordinal);
        foreach (string name in names.Where(n => !groups.Contains(n)))
        {
            Fail($"ERROR: no such group: {name}");
        }
    }

    private async Task RemoveAsync(string group, CancellationToken cancellationToken)
    {
        RpcArray results = await StopAsync(group, cancellationToken);
        if (results.Any(static r => r.AsStruct()["status"].AsInteger() == (int)RpcFaultCode.Failed))
        {
            Fail($"{group}: has problems; not removing");
            return;
        }

        await Session.CallAsync("removeProcessGroup", cancellationToken, group);
        Session.Output($"{group}: removed process group");
    }

    private async Task<RpcArray> StopAsync(string group, CancellationToken cancellationToken)
    {
        RpcArray results = (await Session.CallAsync("stopProcessGroup", cancellationToken, group)).AsArray();
        Session.Output($"{group}: stopped");
        return results;
    }
}
