using System.Management.Automation;
using Minos.Deployment;
using Minos.PowerShell.Abstractions;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Commands;

/// <summary>Brings packages to files, whole and compared with their digests; what broke off is gone on with.</summary>
[OutputType(typeof(FileInfo))]
[Cmdlet(VerbsData.Save, MinosNouns.Package, DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
public sealed class SaveMinosPackageCommand : MinosPackageCommand
{
    private string _folder = "";

    /// <summary>The folder; the current one unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>Take the place of files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _folder = GetUnresolvedProviderPathFromPSPath(Destination);

    private protected override async Task RunAsync(CommandPipeline pipeline, IReadOnlyList<MinosPackage> packages)
    {
        var bar = new TransferBar(pipeline, "Save", packages.Count);
        foreach (MinosPackage package in packages)
        {
            string file = Path.Combine(_folder, package.Name);
            if (File.Exists(file) && !Force)
            {
                pipeline.WriteError(ErrorRecords.FileExists(file));
            }
            else if (await pipeline.ShouldProcessAsync(file, $"Save {package}").ConfigureAwait(false))
            {
                await AttemptAsync(pipeline, package, async () =>
                {
                    Directory.CreateDirectory(_folder);
                    using IPackageServer server = package.Connection.Open();
                    await server.DownloadAsync(package.Info, file, StopToken, bar.Of(package.ToString())).ConfigureAwait(false);
                    pipeline.WriteObject(new FileInfo(file));
                }).ConfigureAwait(false);
            }

            bar.Next(package.ToString());
        }
    }
}
