using Minos.PowerShell.Connections;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that work on whole supervisors: hosts are collected from parameters and the pipeline, then worked on at once.</summary>
public abstract class MinosSupervisorCommand : MinosHostCommand
{
    private readonly HashSet<MinosHost> _hosts = new(HostComparer.Instance);

    /// <inheritdoc/>
    protected override void ProcessRecord() => _hosts.UnionWith(SelectHosts());

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(pipeline => RunAsync(pipeline, _hosts));

    /// <summary>The cmdlet's work.</summary>
    private protected abstract Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts);

    /// <summary>Asks a supervisor how it is.</summary>
    private protected async Task<MinosSupervisor> AskAsync(MinosHost host, CancellationToken token) =>
        new(host, await Client(host).MulticallAsync(MinosSupervisor.Calls, token).ConfigureAwait(false));
}
