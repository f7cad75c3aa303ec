using System.Management.Automation;
using Minos.Configuration.Reading;
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
        HashSet<HostGroup> chosen = groupNames.Length == 0 ? [.. groups] : [];
        foreach (string name in groupNames)
        {
            List<HostGroup> matches = groups.Where(group => Matches(name, group.Name)).ToList();
            chosen.UnionWith(matches);
            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                errors.Add(ErrorRecords.GroupNotFound(name, Nearest(name, groups.Select(static group => group.Name))));
            }
        }

        List<MinosHost> all = [.. groups.Where(chosen.Contains).SelectMany(group => group.Hosts.Select(host => MinosHost.FromGroup(group, host, options)))];
        if (computerNames.Length == 0)
        {
            return (all, errors);
        }

        foreach (string name in computerNames.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !all.Exists(host => Matches(name, host.ComputerName))))
        {
            errors.Add(ErrorRecords.HostNotFound(name, Nearest(name, all.Select(static host => host.ComputerName))));
        }

        return ([.. all.Where(host => computerNames.Any(name => Matches(name, host.ComputerName)))], errors);
    }

    /// <summary>Whether a pattern of PowerShell matches a name, whatever the case.</summary>
    internal static bool Matches(string pattern, string name) =>
        string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase) || new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(name);

    /// <summary>A sentence about the known names.</summary>
    internal static string Nearest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known.Distinct()];
        return EditDistance.Nearest(name, names) is { } nearest ? $"Did you mean '{nearest}'?"
            : names.Length == 0 ? "There are none." : $"There are: {string.Join(", ", names.Take(10))}{(names.Length > 10 ? ", …" : "")}.";
    }
}
