namespace Minos.Rpc;

/// <summary>The <c>minos.*</c> methods: what Supervisor has no method for. Clients find out whether they are there by <c>system.listMethods</c>.</summary>
public static class MinosMethods
{
    /// <summary>The methods, for an <see cref="RpcDispatcher"/>.</summary>
    public static IReadOnlyList<RpcMethod> Create(IDaemonControl daemon) =>
    [
        new(
            new RpcMethodDescription(
                "minos.getInfo",
                "struct",
                "Get what is known of the daemon's program.",
                "{string version, string executable, int upgrades, string upgrade_error}: how often it has been replaced in place, and why the last try failed; empty while one is under way",
                []),
            (_, _) => ValueTask.FromResult<RpcValue>(daemon.Info)),
        new(
            new RpcMethodDescription(
                "minos.upgrade",
                "boolean",
                "Put another minosd in the place of this one: same process id, programs run on. It is tried first; the answer comes when it has passed, "
                + "and it takes over a moment later, which minos.getInfo tells.",
                "Always true",
                [new RpcParameter("string", "path", "The program's file, absolute; empty for the daemon's own file as it is now")]),
            async (arguments, _) =>
            {
                await daemon.UpgradeAsync(arguments.GetString(0)).ConfigureAwait(false);
                return true;
            }),
    ];
}
