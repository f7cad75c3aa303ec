using System.Management.Automation;
using Minos.PowerShell.Errors;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of start, stop and restart: they wait for the outcome unless told not to.</summary>
public abstract class MinosProcessStateCommand : MinosProcessOperationCommand
{
    /// <summary>Return when the supervisor has taken the order.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait for the outcome, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 120;

    private protected override TimeSpan Patience => NoWait ? TimeSpan.Zero : TimeSpan.FromSeconds(TimeoutSeconds);

    private protected override bool IsHarmless(RpcFault fault) => fault.Code is RpcFaultCode.AlreadyStarted or RpcFaultCode.NotRunning;

    private protected override bool IsSettled(MinosProcess process) => process.State is not (ProcessState.Starting or ProcessState.Stopping or ProcessState.Backoff);

    private protected override ErrorRecord? Judge(MinosProcess process) => process.State == ProcessState.Fatal ? ErrorRecords.NotStarted(process) : null;
}
