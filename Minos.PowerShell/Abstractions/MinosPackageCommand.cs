using System.Management.Automation;
using Minos.Deployment;
using Minos.Fleet;
using Minos.PowerShell.Completion;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that work on packages: by artifact and revision, or by the objects of Get-MinosPackage.</summary>
public abstract class MinosPackageCommand : MinosCommand
{
    internal const string NameSet = "Artifact";
    internal const string InputObjectSet = "InputObject";

    private readonly List<MinosPackage> _packages = [];
    private readonly List<(PackageConnection Connection, string[] Artifacts, string[] Revisions)> _selections = [];

    /// <summary>What the packages are versions of; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ArtifactCompleter))]
    [SupportsWildcards]
    public string[] Artifact { get; set; } = [];

    /// <summary>Revisions; wildcards are allowed.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Revision { get; set; } = [];

    /// <summary>Only the newest package of each artifact that fits.</summary>
    [Parameter(ParameterSetName = NameSet)]
    public SwitchParameter Latest { get; set; }

    /// <summary>Packages as Get-MinosPackage writes them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    public MinosPackage[] InputObject { get; set; } = [];

    /// <summary>The package server: http, https or file, or an absolute directory.</summary>
    [Parameter(ParameterSetName = NameSet, ValueFromPipelineByPropertyName = true)]
    public string? PackageServer { get; set; }

    /// <summary>Name and password of the package server.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>Whether no artifact means every one.</summary>
    private protected virtual bool AllByDefault => false;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == InputObjectSet)
        {
            _packages.AddRange(InputObject);
            return;
        }

        if (Artifact.Length == 0 && !AllByDefault)
        {
            ThrowTerminatingError(ErrorRecords.ArtifactMissing());
        }

        _selections.Add((Connect(PackageServer, Credential), Artifact.Length == 0 ? ["*"] : Artifact, Revision.Length == 0 ? ["*"] : Revision));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(async pipeline =>
    {
        foreach ((PackageConnection connection, string[] artifacts, string[] revisions) in _selections)
        {
            await SelectAsync(pipeline, connection, artifacts, revisions).ConfigureAwait(false);
        }

        await RunAsync(pipeline, _packages).ConfigureAwait(false);
    });

    /// <summary>The cmdlet's work.</summary>
    private protected abstract Task RunAsync(CommandPipeline pipeline, IReadOnlyList<MinosPackage> packages);

    /// <summary>The server that the parameters name; a wrong one ends the cmdlet.</summary>
    private protected PackageConnection Connect(string? server, PSCredential? credential)
    {
        try
        {
            return PackageConnection.From(server, credential);
        }
        catch (DeploymentException exception)
        {
            ThrowTerminatingError(ErrorRecords.PackageServerInvalid(exception, server));
            throw;
        }
    }

    /// <summary>Asks a server; its failure is an error of its own.</summary>
    private protected static async Task AttemptAsync(CommandPipeline pipeline, object target, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DeploymentException or IOException or UnauthorizedAccessException)
        {
            pipeline.WriteError(ErrorRecords.PackageServerFailed(exception, target));
        }
    }

    private Task SelectAsync(CommandPipeline pipeline, PackageConnection connection, string[] artifacts, string[] revisions) =>
        AttemptAsync(pipeline, connection, async () =>
        {
            using IPackageServer server = connection.Open();
            if (Latest && revisions is ["*"] && !artifacts.Any(WildcardPattern.ContainsWildcardCharacters))
            {
                // The one question that every package server answers.
                foreach (string artifact in artifacts)
                {
                    await TakeAsync(await server.FindLatestAsync(artifact, StopToken).ConfigureAwait(false) is { } latest ? [latest] : [], artifact).ConfigureAwait(false);
                }

                return;
            }

            IReadOnlyList<PackageInfo> all = await server.ListAsync(artifacts is [var only] && PathSegment.IsValid(only) ? only : null, StopToken).ConfigureAwait(false);
            foreach (string artifact in artifacts)
            {
                IEnumerable<PackageInfo> matches = all.Where(package =>
                    HostSelector.Matches(artifact, package.Artifact) && revisions.Any(revision => HostSelector.Matches(revision, package.Revision)));
                await TakeAsync(Latest ? matches.DistinctBy(static package => package.Artifact) : matches, artifact).ConfigureAwait(false);
            }

            async Task TakeAsync(IEnumerable<PackageInfo> found, string artifact)
            {
                int before = _packages.Count;
                _packages.AddRange(found.Select(package => new MinosPackage(package, connection)));
                if (_packages.Count == before && !WildcardPattern.ContainsWildcardCharacters(artifact))
                {
                    string wanted = revisions is ["*"] ? artifact : $"{artifact} {string.Join(", ", revisions)}";
                    pipeline.WriteError(ErrorRecords.PackageNotFound(wanted, connection.Url, await KnownAsync(server, artifact, revisions[0]).ConfigureAwait(false)));
                }
            }
        });

    // A sentence about what there is instead: another revision, or another artifact.
    private async Task<string> KnownAsync(IPackageServer server, string artifact, string revision)
    {
        try
        {
            IReadOnlyList<PackageInfo> all = await server.ListAsync(null, StopToken).ConfigureAwait(false);
            string[] revisions = [.. all.Where(package => package.Artifact == artifact).Select(static package => package.Revision)];
            return revisions.Length > 0 ? HostSelection.Nearest(revision, revisions) : HostSelection.Nearest(artifact, all.Select(static package => package.Artifact));
        }
        catch (DeploymentException)
        {
            // Not every server lists what it has.
            return "";
        }
    }
}
