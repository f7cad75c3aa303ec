using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.PowerShell.Completion;
using Minos.Rpc;

namespace Minos.PowerShell.Commands;

/// <summary>Sends a signal to processes.</summary>
[OutputType(typeof(MinosProcess))]
[Cmdlet(VerbsCommunications.Send, MinosNouns.ProcessSignal, DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
public sealed class SendMinosProcessSignalCommand : MinosProcessOperationCommand
{
    /// <summary>The signal: a name with or without SIG, or a number.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string Signal { get; set; } = "";

    private protected override string Action => $"Send signal {Signal}";

    private protected override IEnumerable<RpcCall> Calls(MinosProcess process) => [Call("signalProcess", process, Signal)];
}
