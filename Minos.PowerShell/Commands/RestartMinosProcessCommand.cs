using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Stops processes and starts them again; one that does not run is only started.</summary>
[OutputType(typeof(MinosProcess))]
[Cmdlet(VerbsLifecycle.Restart, MinosNouns.Process, DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
public sealed class RestartMinosProcessCommand : MinosProcessStateCommand
{
    private protected override string Action => "Restart";

    // Each is down no longer than it takes to end: the next is stopped when this one has been started.
    private protected override IEnumerable<RpcCall> Calls(MinosProcess process) => [Call("stopProcess", process, true), Call("startProcess", process, false)];
}
