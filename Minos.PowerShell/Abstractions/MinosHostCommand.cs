using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;
using Minos.Rpc;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that talk to supervisors: which hosts, with which password, how many at once.</summary>
public abstract class MinosHostCommand : MinosGroupCommand
{
    private readonly Dictionary<string, RpcClient> _clients = [];
    private SupervisorConnector? _connector;

    /// <summary>Supervisors by address, without a host groups file: http://host:port, unix:///path, or the path of a socket.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ServerUrl")]
    public string[] Uri { get; set; } = [];

    /// <summary>Name and password of the supervisors' RPC.</summary>
    [Parameter]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>The hosts that the bound parameters name; for names without a host an error is written.</summary>
    protected IReadOnlyList<MinosHost> SelectHosts()
    {
        RpcClientOptions options = ClientOptions();
        string? file = GroupsFile;
        if (Uri.Length == 0)
        {
            return [.. SelectTargets().Select(target => MinosHost.FromGroup(target, options, file))];
        }

        // A host of a group that comes through the pipeline brings its address, too; it stays that host, which ssh may reach.
        IReadOnlyList<HostTarget> known = Group is [_, ..] && ComputerName.Length > 0
            ? HostSelector.Select(HostGroupsFile.TryRead(file), Group, ComputerName).Targets
            : [];
        return [.. Uri.Select(uri => known.FirstOrDefault(target => SupervisorAddress.UrlOf(target.Group, target.Host) == uri) is { } target
            ? MinosHost.FromGroup(target, options, file)
            : MinosHost.FromUri(uri, options))];
    }

    /// <summary>How the bound parameters have supervisors reached.</summary>
    private protected RpcClientOptions ClientOptions()
    {
        bool named = Credential is not null && Credential != PSCredential.Empty;
        return new RpcClientOptions
        {
            UserName = named ? Credential!.UserName : null,
            Password = named ? Credential!.GetNetworkCredential().Password : null,
            ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeoutSeconds),
        };
    }

    /// <summary>The client of a host; one is kept for each until the cmdlet ends.</summary>
    protected RpcClient Client(MinosHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        lock (_clients)
        {
            string key = $"{host.Address} {host.RootDirectory} {host.Options.UserName}";
            return _clients.TryGetValue(key, out RpcClient? client) ? client : _clients[key] = Connect(host.Target, host.Address, host.Options);
        }
    }

    /// <summary>Makes a client: for a host of a group over its port or through ssh, otherwise for an address.</summary>
    private protected RpcClient Connect(HostTarget? target, string serverUrl, RpcClientOptions options) => target is null
        ? new RpcClient(serverUrl, options)
        : (_connector ??= new SupervisorConnector(options.ConnectTimeout)).Connect(target, options);

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

        _connector?.Dispose();
        base.Dispose(disposing);
    }
}
