using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Starts supervisors that are installed and do not run.</summary>
[OutputType(typeof(MinosHostResult))]
[Cmdlet(VerbsLifecycle.Start, MinosNouns.Supervisor, SupportsShouldProcess = true)]
public sealed class StartMinosSupervisorCommand : MinosFleetCommand
{
    private protected override string Action => "Start the supervisor";

    private protected override Task<HostResult> WorkAsync(HostInstaller installer, HostTarget target, CancellationToken cancellationToken) =>
        installer.RunAsync(target, HostOperation.Start, cancellationToken);
}
