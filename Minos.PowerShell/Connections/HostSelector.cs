using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Connections;

/// <summary>Turns -Group and -ComputerName into hosts; what names none is an error that says which known name is close.</summary>
internal static class HostSelector
{
    internal static (IReadOnlyList<HostTarget> Targets, List<ErrorRecord> Errors) Select(
        IReadOnlyList<HostGroup> groups, string[] groupNames, string[] computerNames)
    {
        var errors = new List<ErrorRecord>();
        IReadOnlyList<HostTarget> targets = HostSelection.Select(
            groups, groupNames, computerNames,
            unknown => errors.Add(unknown.IsGroup ? ErrorRecords.GroupNotFound(unknown.Name, unknown.Known) : ErrorRecords.HostNotFound(unknown.Name, unknown.Known)),
            Matches);
        return (targets, errors);
    }

    /// <summary>Whether a pattern of PowerShell matches a name, whatever the case.</summary>
    internal static bool Matches(string pattern, string name) =>
        string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase) || new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(name);
}
