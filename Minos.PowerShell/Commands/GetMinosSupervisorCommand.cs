using System.Management.Automation;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Gets the supervisors that answer.</summary>
[OutputType(typeof(MinosSupervisor))]
[Cmdlet(VerbsCommon.Get, MinosNouns.Supervisor)]
public sealed class GetMinosSupervisorCommand : MinosSupervisorCommand
{
    private protected override Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts) =>
        ForEachHostAsync(pipeline, hosts, async (host, token) => pipeline.WriteObject(await AskAsync(host, token).ConfigureAwait(false)));
}
