using System.Management.Automation;
using Minos.Deployment.Client;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Removes logs and data of jobs that are stopped.</summary>
[OutputType(typeof(MinosJob))]
[Cmdlet(VerbsCommon.Clear, MinosNouns.Job, DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class ClearMinosJobCommand : MinosJobOperationCommand
{
    /// <summary>The token of the bootstrap; the job file's unless given.</summary>
    [Parameter]
    public string? CleanupToken { get; set; }

    private protected override string Action => "Remove logs and data";

    private protected override Task<JobResult> OperateAsync(JobOperations operations, JobTask task, CancellationToken token) =>
        operations.CleanupAsync(task, CleanupToken, token);
}
