using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Has supervisors read their configuration again and brings their process groups in line with it.</summary>
[OutputType(typeof(MinosConfigurationUpdate))]
[Cmdlet(VerbsData.Update, MinosNouns.Supervisor, SupportsShouldProcess = true)]
public sealed class UpdateMinosSupervisorCommand : MinosSupervisorCommand
{
    private protected override Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts) =>
        ForEachHostAsync(pipeline, hosts, async (host, token) =>
        {
            // Reading changes nothing that runs: this is the diff that -WhatIf shows.
            RpcArray lists = (await Client(host).CallAsync("supervisor.reloadConfig", token).ConfigureAwait(false)).AsArray()[0].AsArray();
            foreach ((int index, string change) in new[] { (2, "Removed"), (1, "Changed"), (0, "Added") })
            {
                foreach (string group in lists[index].AsArray().Select(static name => name.AsString()))
                {
                    bool apply = await pipeline.ShouldProcessAsync($"{host}/{group}", $"Update ({change})").ConfigureAwait(false);
                    if (apply)
                    {
                        await ApplyAsync(Client(host), group, change, token).ConfigureAwait(false);
                    }

                    pipeline.WriteObject(new MinosConfigurationUpdate(host, group, change, apply));
                }
            }
        });

    private static async Task ApplyAsync(RpcClient client, string group, string change, CancellationToken token)
    {
        string[] steps = change switch
        {
            "Removed" => ["stopProcessGroup", "removeProcessGroup"],
            "Changed" => ["stopProcessGroup", "removeProcessGroup", "addProcessGroup"],
            _ => ["addProcessGroup"],
        };
        foreach (string step in steps)
        {
            await client.CallAsync("supervisor." + step, [group], token).ConfigureAwait(false);
        }
    }
}
