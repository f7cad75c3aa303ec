using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Errors;
using Minos.Rpc;

namespace Minos.PowerShell.Connections;

/// <summary>Turns -Group and -ComputerName into hosts; what names none is an error that says which known name is close.</summary>
internal static class HostSelector
{
    internal static (List<MinosHost> Hosts, List<ErrorRecord> Errors) Select(
        IReadOnlyList<HostGroup> groups, string[] groupNames, string[] computerNames, RpcClientOptions options)
    {
        var errors = new List<ErrorRecord>();
        IReadOnlyList<HostTarget> targets = HostSelection.Select(
            groups, groupNames, computerNames,
            unknown => errors.Add(unknown.IsGroup ? ErrorRecords.GroupNotFound(unknown.Name, unknown.Known) : ErrorRecords.HostNotFound(unknown.Name, unknown.Known)),
            Matches);
        return ([.. targets.Select(target => MinosHost.FromGroup(target.Group, target.Host, options))], errors);
    }

    /// <summary>Whether a pattern of PowerShell matches a name, whatever the case.</summary>
    internal static bool Matches(string pattern, string name) =>
        string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase) || new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(name);
}
