using System.Management.Automation;
using Minos.PowerShell.Abstractions;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.PowerShell.Commands;

/// <summary>Waits until processes are in a state.</summary>
[OutputType(typeof(MinosProcess))]
[Cmdlet(VerbsLifecycle.Wait, MinosNouns.Process, DefaultParameterSetName = NameSet)]
public sealed class WaitMinosProcessCommand : MinosProcessOperationCommand
{
    /// <summary>The states; any of them will do.</summary>
    [Parameter(Position = 1)]
    public ProcessState[] State { get; set; } = [ProcessState.Running];

    /// <summary>How long to wait, in seconds.</summary>
    [Parameter]
    [Alias("Timeout")]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 120;

    private protected override string Action => string.Join(" or ", State);

    private protected override bool ChangesSomething => false;

    private protected override TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSeconds);

    private protected override IEnumerable<RpcCall> Calls(MinosProcess process) => [];

    private protected override bool IsSettled(MinosProcess process) => State.Contains(process.State);
}
