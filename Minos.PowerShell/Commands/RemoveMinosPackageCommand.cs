using System.Management.Automation;
using Minos.Deployment;
using Minos.PowerShell.Abstractions;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Commands;

/// <summary>Removes packages from a package server.</summary>
[OutputType(typeof(void))]
[Cmdlet(VerbsCommon.Remove, MinosNouns.Package, DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveMinosPackageCommand : MinosPackageCommand
{
    private protected override async Task RunAsync(CommandPipeline pipeline, IReadOnlyList<MinosPackage> packages)
    {
        foreach (MinosPackage package in packages)
        {
            if (await pipeline.ShouldProcessAsync($"{package} on {package.PackageServer}", "Remove").ConfigureAwait(false))
            {
                await AttemptAsync(pipeline, package, async () =>
                {
                    using IPackageServer server = package.Connection.Open();
                    if (!await server.RemoveAsync(package.Info, StopToken).ConfigureAwait(false))
                    {
                        pipeline.WriteError(ErrorRecords.PackageNotFound(package.ToString(), package.PackageServer, ""));
                    }
                }).ConfigureAwait(false);
            }
        }
    }
}
