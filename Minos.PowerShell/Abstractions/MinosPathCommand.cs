using System.Collections.ObjectModel;
using System.Management.Automation;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that work on files: -Path with wildcards, -LiteralPath without, both from the pipeline.</summary>
public abstract class MinosPathCommand : MinosCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, exactly as they are named; file objects of the pipeline come here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What the parameters name, in their order: a file, or the error to report for a name that is none. A wildcard without a
    /// match is nothing.</summary>
    protected List<(string File, ErrorRecord? Error)> ResolvePaths()
    {
        var files = new List<(string, ErrorRecord?)>();
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            try
            {
                foreach (string file in Resolve(path, literal, out ProviderInfo provider))
                {
                    ErrorRecord? error =
                        provider.Name != "FileSystem" || Directory.Exists(file) ? ErrorRecords.PathNotFile(path) :
                        File.Exists(file) ? null : ErrorRecords.PathNotFound(path);
                    files.Add((file, error));
                }
            }
            catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException)
            {
                files.Add((path, ErrorRecords.PathNotFound(path, exception)));
            }
        }

        return files;
    }

    private Collection<string> Resolve(string path, bool literal, out ProviderInfo provider) =>
        literal
            ? [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
            : SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
}
