using System.Collections;
using System.Management.Automation;
using System.Net;
using Minos.Fleet;
using Minos.PowerShell.Connections;
using Minos.Rpc;

namespace Minos.PowerShell.Completion;

/// <summary>What completion offers; it never fails and never makes anybody wait who types.</summary>
internal static class Candidates
{
    internal static IEnumerable<CompletionResult> Complete(string word, IEnumerable<string> names)
    {
        string start = word.Trim('\'', '"');
        return [.. names.Distinct().Where(name => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.OrdinalIgnoreCase)
            .Select(static name => new CompletionResult(Quote(name), name, CompletionResultType.ParameterValue, name))];
    }

    /// <summary>The host groups file; null when there is none.</summary>
    internal static string? GroupsFile(IDictionary bound) =>
        CurrentFolder.Resolve(bound["ConfigurationFile"] as string) ?? HostGroupsFile.Find(CurrentFolder.Path);

    internal static IReadOnlyList<HostGroup> Groups(IDictionary bound) => HostGroupsFile.TryRead(GroupsFile(bound));

    /// <param name="bound">The parameters so far; the word that is being completed is among them.</param>
    /// <param name="named">Only those that -ComputerName names.</param>
    internal static IReadOnlyList<MinosHost> Hosts(IDictionary bound, bool named = true)
    {
        NetworkCredential? credential = (bound["Credential"] as PSCredential)?.GetNetworkCredential();
        var options = new RpcClientOptions { UserName = credential?.UserName, Password = credential?.Password };
        string[] uris = Strings(bound, "Uri");
        return uris.Length > 0
            ? [.. uris.Select(uri => MinosHost.FromUri(uri, options))]
            : [.. HostSelector.Select(Groups(bound), Strings(bound, "Group"), named ? Strings(bound, "ComputerName") : []).Targets.Select(target => MinosHost.FromGroup(target, options, null))];
    }

    internal static IEnumerable<string> Processes(IDictionary bound) => KnownProcesses.Of(Hosts(bound));

    internal static string[] Strings(IDictionary bound, string name) => bound[name] switch
    {
        string one => [one],
        IEnumerable many => [.. many.Cast<object>().Select(static item => item.ToString() ?? "")],
        _ => [],
    };

    private static string Quote(string name) =>
        name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':') ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
