using System.Management.Automation;
using Minos.Fleet;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of stop and restart: a supervisor of a host group by the script on its host, whether it answers or not, and one that is named by
/// its address by its RPC.</summary>
public abstract class MinosSupervisorStateCommand : MinosSupervisorOperationCommand
{
    private FleetOptions _options = new();

    /// <summary>Write the supervisors that were named by their addresses, as they were.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is asked before a host, and shown by -WhatIf.</summary>
    private protected abstract string Action { get; }

    /// <summary>What is done on a host of a group.</summary>
    private protected abstract HostOperation Operation { get; }

    /// <summary>What does it to a supervisor that is known by its address only.</summary>
    private protected abstract string Method { get; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _options = OperationOptions();
        base.EndProcessing();
    }

    private protected sealed override async Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts)
    {
        await RunFleetAsync(pipeline, hosts, Action, _options, (installer, target, token) => installer.RunAsync(target, Operation, token)).ConfigureAwait(false);
        await ForEachHostAsync(pipeline, hosts.Where(static host => host.Target is null), async (host, token) =>
        {
            MinosSupervisor supervisor = await AskAsync(host, token).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(host.ToString(), Action).ConfigureAwait(false))
            {
                await Client(host).CallAsync(Method, token).ConfigureAwait(false);
                if (PassThru)
                {
                    pipeline.WriteObject(supervisor);
                }
            }
        }).ConfigureAwait(false);
    }
}
