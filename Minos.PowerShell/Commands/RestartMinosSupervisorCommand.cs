using System.Management.Automation;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Has supervisors stop everything, read their configuration and start again.</summary>
[OutputType(typeof(MinosSupervisor))]
[Cmdlet(VerbsLifecycle.Restart, MinosNouns.Supervisor, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RestartMinosSupervisorCommand : MinosSupervisorCommand
{
    /// <summary>Write the supervisors as they were.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task RunAsync(CommandPipeline pipeline, IReadOnlyCollection<MinosHost> hosts) =>
        ForEachHostAsync(pipeline, hosts, async (host, token) =>
        {
            MinosSupervisor supervisor = await AskAsync(host, token).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(host.ToString(), "Restart the supervisor and its processes").ConfigureAwait(false))
            {
                await Client(host).CallAsync("supervisor.restart", token).ConfigureAwait(false);
                if (PassThru)
                {
                    pipeline.WriteObject(supervisor);
                }
            }
        });
}
