using Minos.Fleet;
using Minos.Rpc;

namespace Minos.PowerShell;

/// <summary>One host of a host group, or a supervisor that was named by its address.</summary>
public sealed class MinosHost
{
    internal MinosHost(string computerName, string? group, string serverUrl, RpcClientOptions? options = null)
    {
        ComputerName = computerName;
        Group = group;
        Address = serverUrl;
        ServerUrl = RpcClient.WithoutPassword(serverUrl);
        Options = options ?? new RpcClientOptions();
    }

    /// <summary>The host's name or address as the host groups file has it.</summary>
    public string ComputerName { get; }

    /// <summary>The host group; null for a supervisor that was named by its address.</summary>
    public string? Group { get; }

    /// <summary>The number of the host in its group; null outside a group.</summary>
    public int? Id { get; private init; }

    /// <summary>Where its supervisor answers: <c>http://host:port</c> or <c>unix:///path</c>; a password in it is shown as <c>***</c>.</summary>
    public string ServerUrl { get; }

    /// <summary>The host groups file; null for a supervisor that was named by its address.</summary>
    public string? ConfigurationFile { get; private init; }

    /// <summary>Where its supervisor is installed; null when that is not known.</summary>
    public string? RootDirectory { get; private init; }

    /// <summary>The remote user; null when ssh chooses.</summary>
    public string? User { get; private init; }

    /// <summary>What is connected to: it may have a password that is not shown.</summary>
    internal string Address { get; }

    internal RpcClientOptions Options { get; }

    /// <summary>Null for a supervisor that was named by its address.</summary>
    internal HostTarget? Target { get; private init; }

    /// <inheritdoc/>
    public override string ToString() => Group is null ? ComputerName : $"{Group}/{ComputerName}";

    internal static MinosHost FromGroup(HostTarget target, RpcClientOptions options, string? configurationFile) =>
        new(target.Host.Address, target.Group.Name, SupervisorAddress.UrlOf(target.Group, target.Host), options)
        {
            Id = target.Host.Id,
            RootDirectory = target.Group.RootDirectory,
            User = target.Group.User,
            ConfigurationFile = configurationFile,
            Target = target,
        };

    internal static MinosHost FromUri(string text, RpcClientOptions options)
    {
        string url = text.StartsWith('/') ? "unix://" + text : text;
        string name = Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 ? uri.Host : "localhost";
        return new MinosHost(name, null, url, options);
    }
}
