using System.Management.Automation;
using Minos.Deployment.Client;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Installs package, scripts and files of jobs on their hosts; nothing is started.</summary>
[OutputType(typeof(MinosJob))]
[Cmdlet(VerbsData.Initialize, MinosNouns.Job, DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class InitializeMinosJobCommand : MinosJobPackageCommand
{
    private protected override string Action => "Bootstrap";

    private protected override Task<JobResult> OperateAsync(JobOperations operations, JobTask task, CancellationToken token) =>
        operations.InitializeAsync(task, token);
}
