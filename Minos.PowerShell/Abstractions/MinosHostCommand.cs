using System.Management.Automation;
using Minos.Configuration;
using Minos.Fleet;
using Minos.PowerShell.Completion;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;
using Minos.Rpc;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that talk to supervisors: which hosts, with which password, how many at once.</summary>
public abstract class MinosHostCommand : MinosCommand
{
    private readonly Dictionary<string, RpcClient> _clients = [];

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

    /// <summary>Supervisors by address, without a host groups file: http://host:port, unix:///path, or the path of a socket.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ServerUrl")]
    public string[] Uri { get; set; } = [];

    /// <summary>Name and password of the supervisors' RPC.</summary>
    [Parameter]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>The host groups file.</summary>
    [Parameter]
    public string? ConfigurationFile { get; set; }

    /// <summary>How many hosts are talked to at once.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>How long to wait for a connection, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int ConnectTimeoutSeconds { get; set; } = 15;

    /// <summary>The host groups that the parameters or the folders lead to.</summary>
    protected IReadOnlyList<HostGroup> ReadGroups()
    {
        string? file = ConfigurationFile is null
            ? HostGroupsFile.Find(SessionState.Path.CurrentFileSystemLocation.Path)
            : GetUnresolvedProviderPathFromPSPath(ConfigurationFile);
        try
        {
            return file is null ? throw new FileNotFoundException("No host groups: there is no config/deploy_supervisor.cfg. Name one with -ConfigurationFile or $env:MINOS_HOSTS_FILE, or a supervisor with -Uri.") : HostGroupReader.Read(file);
        }
        catch (Exception exception) when (exception is ConfigurationException or FileNotFoundException)
        {
            ThrowTerminatingError(ErrorRecords.HostGroups(exception, file));
            throw;
        }
    }

    /// <summary>The hosts that the bound parameters name; for names without a host an error is written.</summary>
    protected IReadOnlyList<MinosHost> SelectHosts()
    {
        bool named = Credential is not null && Credential != PSCredential.Empty;
        var options = new RpcClientOptions
        {
            UserName = named ? Credential!.UserName : null,
            Password = named ? Credential!.GetNetworkCredential().Password : null,
            ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeoutSeconds),
        };
        if (Uri.Length > 0)
        {
            return [.. Uri.Select(uri => MinosHost.FromUri(uri, options))];
        }

        (List<MinosHost> hosts, List<ErrorRecord> errors) = HostSelector.Select(ReadGroups(), Group ?? [], ComputerName, options);
        errors.ForEach(WriteError);
        return hosts;
    }

    /// <summary>The client of a host; one is kept for each until the cmdlet ends.</summary>
    protected RpcClient Client(MinosHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        lock (_clients)
        {
            string key = $"{host.ServerUrl} {host.Options.UserName}";
            return _clients.TryGetValue(key, out RpcClient? client) ? client : _clients[key] = new RpcClient(host.ServerUrl, host.Options);
        }
    }

    /// <summary>Works on all hosts at once, as many as allowed; a host's failure is an error of its own, and the others go on.</summary>
    protected Task ForEachHostAsync(CommandPipeline pipeline, IEnumerable<MinosHost> hosts, Func<MinosHost, CancellationToken, Task> work) =>
        Parallel.ForEachAsync(
            hosts,
            new ParallelOptions { MaxDegreeOfParallelism = ThrottleLimit, CancellationToken = StopToken },
            async (host, token) =>
            {
                long start = TimeProvider.System.GetTimestamp();
                try
                {
                    await work(host, token).ConfigureAwait(false);
                    pipeline.WriteVerbose($"{host}: {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:F0} ms");
                }
                catch (Exception exception) when (ErrorRecords.IsOfHost(exception))
                {
                    pipeline.WriteError(ErrorRecords.OfHost(exception, host));
                }
            });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (RpcClient client in _clients.Values)
        {
            client.Dispose();
        }

        base.Dispose(disposing);
    }
}
