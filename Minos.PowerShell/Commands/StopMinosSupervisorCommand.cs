using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Stops supervisors and everything that they run.</summary>
[OutputType(typeof(MinosHostResult), typeof(MinosSupervisor))]
[Cmdlet(VerbsLifecycle.Stop, MinosNouns.Supervisor, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class StopMinosSupervisorCommand : MinosSupervisorStateCommand
{
    private protected override string Action => "Stop the supervisor and its processes";

    private protected override HostOperation Operation => HostOperation.Stop;

    private protected override string Method => "supervisor.shutdown";
}
