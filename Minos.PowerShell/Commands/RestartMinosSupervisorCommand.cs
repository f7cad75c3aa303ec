using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Has supervisors stop everything, read their configuration and start again.</summary>
[OutputType(typeof(MinosHostResult), typeof(MinosSupervisor))]
[Cmdlet(VerbsLifecycle.Restart, MinosNouns.Supervisor, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RestartMinosSupervisorCommand : MinosSupervisorStateCommand
{
    private protected override string Action => "Restart the supervisor and its processes";

    private protected override HostOperation Operation => HostOperation.Restart;

    private protected override string Method => "supervisor.restart";
}
