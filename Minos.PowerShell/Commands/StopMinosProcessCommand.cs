using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Stops processes.</summary>
[OutputType(typeof(MinosProcess))]
[Cmdlet(VerbsLifecycle.Stop, MinosNouns.Process, DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
public sealed class StopMinosProcessCommand : MinosProcessStateCommand
{
    private protected override string Action => "Stop";

    private protected override IEnumerable<RpcCall> Calls(MinosProcess process) => [Call("stopProcess", process, false)];

    // What had failed before is stopped well enough.
    private protected override ErrorRecord? Judge(MinosProcess process) => null;
}
