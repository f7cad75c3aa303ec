using System.Management.Automation;
using Minos.Deployment.Client;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Stops jobs and starts them again, on all hosts at once; Update-MinosJob does it one by one.</summary>
[OutputType(typeof(MinosJob))]
[Cmdlet(VerbsLifecycle.Restart, MinosNouns.Job, DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class RestartMinosJobCommand : MinosJobPackageCommand
{
    /// <summary>How long to wait for the state, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 120;

    private protected override string Action => "Restart";

    private protected override JobOptions Options() => base.Options() with { StateTimeout = TimeSpan.FromSeconds(TimeoutSeconds) };

    private protected override Task<JobResult> OperateAsync(JobOperations operations, JobTask task, CancellationToken token) =>
        operations.RestartAsync(task, token);
}
