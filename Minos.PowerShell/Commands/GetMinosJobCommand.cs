using System.Management.Automation;
using Minos.Deployment.Client;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Gets jobs with the states of their processes.</summary>
[OutputType(typeof(MinosJob))]
[Cmdlet(VerbsCommon.Get, MinosNouns.Job, DefaultParameterSetName = PathSet)]
public sealed class GetMinosJobCommand : MinosJobCommand
{
    private protected override string Action => "Get";

    private protected override Task<bool> IsConfirmedAsync(CommandPipeline pipeline, JobOperations operations, JobTask task) =>
        System.Threading.Tasks.Task.FromResult(true);

    private protected override IAsyncEnumerable<JobResult> OperateAsync(JobOperations operations, IReadOnlyList<JobTask> tasks) =>
        operations.ForEachAsync(tasks, operations.ShowAsync, StopToken);

    private protected override void Write(CommandPipeline pipeline, MinosJob job)
    {
        base.Write(pipeline, job);
        if (job.Outcome != JobOutcome.Failed)
        {
            pipeline.WriteObject(job);
        }
    }
}
