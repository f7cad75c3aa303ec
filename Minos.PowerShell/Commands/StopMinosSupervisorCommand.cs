using System.Management.Automation;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Stops supervisors and everything that they run.</summary>
[OutputType(typeof(MinosSupervisor))]
[Cmdlet(VerbsLifecycle.Stop, MinosNouns.Supervisor, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class StopMinosSupervisorCommand : MinosSupervisorCommand
{
    /// <summary>Write the supervisors as they were.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts) =>
        ForEachHostAsync(pipeline, hosts, async (host, token) =>
        {
            MinosSupervisor supervisor = await AskAsync(host, token).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(host.ToString(), "Stop the supervisor and its processes").ConfigureAwait(false))
            {
                await Client(host).CallAsync("supervisor.shutdown", token).ConfigureAwait(false);
                if (PassThru)
                {
                    pipeline.WriteObject(supervisor);
                }
            }
        });
}
