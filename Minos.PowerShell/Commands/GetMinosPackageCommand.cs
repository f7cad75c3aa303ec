using System.Management.Automation;
using Minos.PowerShell.Abstractions;

namespace Minos.PowerShell.Commands;

/// <summary>Gets the packages of a package server, newest first.</summary>
[OutputType(typeof(MinosPackage))]
[Cmdlet(VerbsCommon.Get, MinosNouns.Package, DefaultParameterSetName = NameSet)]
public sealed class GetMinosPackageCommand : MinosPackageCommand
{
    private protected override bool AllByDefault => true;

    private protected override Task RunAsync(CommandPipeline pipeline, IReadOnlyList<MinosPackage> packages)
    {
        foreach (MinosPackage package in packages)
        {
            pipeline.WriteObject(package);
        }

        return Task.CompletedTask;
    }
}
