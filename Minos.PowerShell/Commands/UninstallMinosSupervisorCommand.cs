using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Stops supervisors and their programs, and removes their files; what applications have written stays.</summary>
[OutputType(typeof(MinosHostResult))]
[Cmdlet(VerbsLifecycle.Uninstall, MinosNouns.Supervisor, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class UninstallMinosSupervisorCommand : MinosFleetCommand
{
    private protected override string Action => "Stop the supervisor and its processes, and remove its files";

    private protected override Task<HostResult> WorkAsync(HostInstaller installer, HostTarget target, CancellationToken cancellationToken) =>
        installer.RunAsync(target, HostOperation.Uninstall, cancellationToken);
}
