using System.Management.Automation;
using Minos.Deployment.Client;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Stops and starts jobs batch by batch; at the first failure the rest is left as it is.</summary>
[OutputType(typeof(MinosJob))]
[Cmdlet(VerbsData.Update, MinosNouns.Job, DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class UpdateMinosJobCommand : MinosJobCommand
{
    /// <summary>How many processes are stopped at a time.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int BatchSize { get; set; } = 1;

    /// <summary>Take the newest package, whatever the job file names and the host has.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>Take this package instead of the job file's.</summary>
    [Parameter]
    [ValidateNotNull]
    public MinosPackage? Package { get; set; }

    /// <summary>How long to wait for each state, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 120;

    private protected override string Action => "Update";

    private protected override JobOptions Options() => base.Options() with
    {
        BatchSize = BatchSize,
        ForceUpdate = Latest,
        Package = Package?.Info,
        StateTimeout = TimeSpan.FromSeconds(TimeoutSeconds),
    };

    private protected override Task<bool> IsConfirmedAsync(CommandPipeline pipeline, JobOperations operations, JobTask task) =>
        pipeline.ShouldProcessAsync(task.ToString(), operations.DescribeUpdate(task));

    private protected override IAsyncEnumerable<JobResult> OperateAsync(JobOperations operations, IReadOnlyList<JobTask> tasks) =>
        operations.UpdateAsync(tasks, StopToken);

    private protected override void Write(CommandPipeline pipeline, MinosJob job)
    {
        base.Write(pipeline, job);
        pipeline.WriteObject(job);
    }
}
