using System.Management.Automation;
using Minos.Deployment;
using Minos.PowerShell.Abstractions;
using Minos.PowerShell.Completion;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Commands;

/// <summary>Sends packages to a package server; one with the same content is not sent again.</summary>
[OutputType(typeof(MinosPackage))]
[Cmdlet(VerbsData.Publish, MinosNouns.Package, DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class PublishMinosPackageCommand : MinosPathCommand
{
    /// <summary>What the packages are versions of.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ArtifactCompleter))]
    [ValidateNotNullOrEmpty]
    public string Artifact { get; set; } = "";

    /// <summary>The revision of their sources.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Revision { get; set; } = "";

    /// <summary>The package server: http, https or file, or an absolute directory.</summary>
    [Parameter]
    public string? PackageServer { get; set; }

    /// <summary>Name and password of the package server.</summary>
    [Parameter]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        List<(string File, ErrorRecord? Error)> files = ResolvePaths();
        PackageConnection connection;
        try
        {
            connection = PackageConnection.From(PackageServer, Credential);
        }
        catch (DeploymentException exception)
        {
            ThrowTerminatingError(ErrorRecords.PackageServerInvalid(exception, PackageServer));
            throw;
        }

        Run(async pipeline =>
        {
            var bar = new TransferBar(pipeline, "Publish", files.Count);
            foreach ((string file, ErrorRecord? error) in files)
            {
                if (error is not null)
                {
                    pipeline.WriteError(error);
                }
                else if (await pipeline.ShouldProcessAsync($"{file} as {Artifact} {Revision}", $"Publish on {connection}").ConfigureAwait(false))
                {
                    await PublishAsync(pipeline, connection, file, bar.Of(file)).ConfigureAwait(false);
                }

                bar.Next(file);
            }
        });
    }

    private async Task PublishAsync(CommandPipeline pipeline, PackageConnection connection, string file, IProgress<TransferProgress> progress)
    {
        try
        {
            using IPackageServer server = connection.Open();
            pipeline.WriteObject(new MinosPackage(await server.UploadAsync(file, Artifact, Revision, StopToken, progress).ConfigureAwait(false), connection));
        }
        catch (Exception exception) when (exception is DeploymentException or IOException or UnauthorizedAccessException)
        {
            pipeline.WriteError(ErrorRecords.PackageServerFailed(exception, file));
        }
    }
}
