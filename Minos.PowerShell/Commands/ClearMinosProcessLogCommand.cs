using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Empties the logs of processes.</summary>
[OutputType(typeof(MinosProcess))]
[Cmdlet(VerbsCommon.Clear, MinosNouns.ProcessLog, DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
public sealed class ClearMinosProcessLogCommand : MinosProcessOperationCommand
{
    private protected override string Action => "Clear logs";

    private protected override IEnumerable<RpcCall> Calls(MinosProcess process) => [Call("clearProcessLogs", process)];
}
