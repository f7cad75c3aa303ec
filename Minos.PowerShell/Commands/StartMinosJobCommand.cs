using System.Management.Automation;
using Minos.Deployment.Client;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Starts jobs and waits until they run; files and scripts are written anew.</summary>
[OutputType(typeof(MinosJob))]
[Cmdlet(VerbsLifecycle.Start, MinosNouns.Job, DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class StartMinosJobCommand : MinosJobPackageCommand
{
    /// <summary>How long to wait for the state, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 120;

    private protected override string Action => "Start";

    private protected override JobOptions Options() => base.Options() with { StateTimeout = TimeSpan.FromSeconds(TimeoutSeconds) };

    private protected override Task<JobResult> OperateAsync(JobOperations operations, JobTask task, CancellationToken token) =>
        operations.StartAsync(task, token);
}
