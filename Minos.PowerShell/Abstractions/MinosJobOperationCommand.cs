using System.Management.Automation;
using Minos.Deployment.Client;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that change jobs, each process by itself.</summary>
public abstract class MinosJobOperationCommand : MinosJobCommand
{
    /// <summary>Write the jobs as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The operation on one task.</summary>
    private protected abstract Task<JobResult> OperateAsync(JobOperations operations, JobTask task, CancellationToken token);

    private protected sealed override IAsyncEnumerable<JobResult> OperateAsync(JobOperations operations, IReadOnlyList<JobTask> tasks) =>
        operations.ForEachAsync(tasks, (task, token) => OperateAsync(operations, task, token), StopToken);

    private protected override void Write(CommandPipeline pipeline, MinosJob job)
    {
        base.Write(pipeline, job);
        if (PassThru)
        {
            pipeline.WriteObject(job);
        }
    }
}
