using System.Management.Automation;
using Minos.Deployment.Client;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that change jobs and may give them another package.</summary>
public abstract class MinosJobPackageCommand : MinosJobOperationCommand
{
    /// <summary>Take the newest package, whatever the job file names and the host has.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>Take this package instead of the job file's.</summary>
    [Parameter]
    [ValidateNotNull]
    public MinosPackage? Package { get; set; }

    private protected override JobOptions Options() => base.Options() with { ForceUpdate = Latest, Package = Package?.Info };
}
