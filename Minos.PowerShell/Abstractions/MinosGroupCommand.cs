using System.Management.Automation;
using Minos.Configuration;
using Minos.Fleet;
using Minos.PowerShell.Completion;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that work on hosts of the host groups: which, and how many at once.</summary>
public abstract class MinosGroupCommand : MinosCommand
{
    private readonly Dictionary<string, IReadOnlyList<HostGroup>> _files = [];

    /// <summary>Host groups; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? Group { get; set; } = [];

    /// <summary>Hosts of the groups; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HostCompleter))]
    [SupportsWildcards]
    public string[] ComputerName { get; set; } = [];

    /// <summary>The host groups file.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ConfigurationFile { get; set; }

    /// <summary>How many hosts are talked to at once.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>How long to wait for a connection, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int ConnectTimeoutSeconds { get; set; } = 15;

    /// <summary>The host groups file that the parameters or the folders lead to; null when there is none.</summary>
    protected string? GroupsFile => string.IsNullOrEmpty(ConfigurationFile)
        ? HostGroupsFile.Find(SessionState.Path.CurrentFileSystemLocation.Path)
        : GetUnresolvedProviderPathFromPSPath(ConfigurationFile);

    /// <summary>The groups of <see cref="GroupsFile"/>; each file is read once.</summary>
    protected IReadOnlyList<HostGroup> ReadGroups()
    {
        string? file = GroupsFile;
        if (file is not null && _files.TryGetValue(file, out IReadOnlyList<HostGroup>? groups))
        {
            return groups;
        }

        try
        {
            return file is null ? throw new FileNotFoundException("No host groups: there is no config/deploy_supervisor.cfg. Name one with -ConfigurationFile or $env:MINOS_HOSTS_FILE, or a supervisor with -Uri.") : _files[file] = HostGroupReader.Read(file);
        }
        catch (Exception exception) when (exception is ConfigurationException or FileNotFoundException)
        {
            ThrowTerminatingError(ErrorRecords.HostGroups(exception, file));
            throw;
        }
    }

    /// <summary>How operations on supervisors are carried out; what is wrong ends the cmdlet.</summary>
    private protected FleetOptions ReadOptions(string[] batchSize, string? maxFailure, int? healthTimeoutSeconds, int stopTimeoutSeconds)
    {
        try
        {
            return new FleetOptions
            {
                ThrottleLimit = ThrottleLimit,
                BatchSizes = [.. batchSize.SelectMany(static text => text.Split(',')).Select(static text => HostShare.Parse(text.Trim()))],
                MaxFailure = maxFailure is null ? null : HostShare.Parse(maxFailure),
                HealthTime = healthTimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                StopTime = TimeSpan.FromSeconds(stopTimeoutSeconds),
                ConnectTime = TimeSpan.FromSeconds(ConnectTimeoutSeconds),
                IsPlanOnly = MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
                    ? ((SwitchParameter)bound).IsPresent
                    : SessionState.PSVariable.GetValue("WhatIfPreference") is true or SwitchParameter { IsPresent: true },
            };
        }
        catch (FormatException exception)
        {
            ThrowTerminatingError(ErrorRecords.ShareInvalid(exception));
            throw;
        }
    }

    /// <summary>What is to be on hosts, from files; one that cannot be used ends the cmdlet.</summary>
    /// <param name="binaries">Those of -Binary; none stands for the ones beside the module.</param>
    /// <param name="configuration">The supervisord.conf; null leaves what a host has.</param>
    private protected InstallRequest ReadRequest(string[] binaries, string? configuration)
    {
        string what = "minosd";
        try
        {
            var releases = ReleaseCatalog.Open(binaries.Length > 0 ? [.. binaries.Select(GetUnresolvedProviderPathFromPSPath)] : ReleaseFinder.Find());
            what = configuration ?? "";
            return new InstallRequest(releases)
            {
                Configuration = configuration is null ? null : File.ReadAllText(GetUnresolvedProviderPathFromPSPath(configuration)),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            ThrowTerminatingError(ErrorRecords.InstallFileInvalid(exception, what));
            throw;
        }
    }

    /// <summary>The hosts of the groups that the bound parameters name; for names without a host an error is written.</summary>
    protected IReadOnlyList<HostTarget> SelectTargets()
    {
        (IReadOnlyList<HostTarget> targets, List<ErrorRecord> errors) = HostSelector.Select(ReadGroups(), Group ?? [], ComputerName);
        errors.ForEach(WriteError);
        return targets;
    }
}
