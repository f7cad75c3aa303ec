using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Starts processes.</summary>
[OutputType(typeof(MinosProcess))]
[Cmdlet(VerbsLifecycle.Start, MinosNouns.Process, DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
public sealed class StartMinosProcessCommand : MinosProcessStateCommand
{
    private protected override string Action => "Start";

    private protected override IEnumerable<RpcCall> Calls(MinosProcess process) => [Call("startProcess", process, false)];
}
