using System.Management.Automation;
using Minos.Deployment.Client;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Stops jobs and waits until they have stopped.</summary>
[OutputType(typeof(MinosJob))]
[Cmdlet(VerbsLifecycle.Stop, MinosNouns.Job, DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class StopMinosJobCommand : MinosJobOperationCommand
{
    /// <summary>How long to wait for the state, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 120;

    private protected override string Action => "Stop";

    private protected override JobOptions Options() => base.Options() with { StateTimeout = TimeSpan.FromSeconds(TimeoutSeconds) };

    private protected override Task<JobResult> OperateAsync(JobOperations operations, JobTask task, CancellationToken token) =>
        operations.StopAsync(task, token);
}
