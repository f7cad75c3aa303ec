using System.IO.Enumeration;
using Minos.Configuration.Reading;

namespace Minos.Fleet;

/// <summary>Chooses hosts by the names of groups and hosts; <c>*</c> and <c>?</c> are wildcards, case does not matter.</summary>
public static class HostSelection
{
    private const int ShownNames = 10;

    /// <summary>The hosts that the names stand for, in the file's order.</summary>
    /// <param name="groups">All groups.</param>
    /// <param name="groupNames">Groups; none is all of them.</param>
    /// <param name="hostNames">Hosts of these groups; none is all of them.</param>
    /// <param name="unknown">Takes an error for each name that stands for none; a name with wildcards may.</param>
    /// <param name="matches">Whether a name stands for another; <see cref="Matches"/> by default.</param>
    public static IReadOnlyList<HostTarget> Select(
        IReadOnlyList<HostGroup> groups,
        IReadOnlyList<string> groupNames,
        IReadOnlyList<string> hostNames,
        Action<HostSelectionException> unknown,
        Func<string, string, bool>? matches = null)
    {
        matches ??= Matches;
        List<HostGroup> chosen = Choose(groups, groupNames, static group => group.Name, isGroup: true, unknown, matches);
        List<HostTarget> targets = [.. chosen.SelectMany(static group => group.Hosts.Select(host => new HostTarget(group, host)))];
        return Choose(targets, hostNames, static target => target.Host.Address, isGroup: false, unknown, matches);
    }

    /// <summary>The hosts that the names stand for.</summary>
    /// <exception cref="HostSelectionException">A name stands for none.</exception>
    public static IReadOnlyList<HostTarget> Select(IReadOnlyList<HostGroup> groups, IReadOnlyList<string> groupNames, IReadOnlyList<string> hostNames) =>
        Select(groups, groupNames, hostNames, static exception => throw exception);

    /// <summary>Whether a name with or without wildcards stands for another.</summary>
    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);

    /// <summary>A sentence that says which known name is meant, or which there are.</summary>
    public static string Nearest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known.Distinct()];
        return EditDistance.Nearest(name, names) is { } nearest ? $"Did you mean '{nearest}'?"
            : names.Length == 0 ? "There are none."
            : $"There are: {string.Join(", ", names.Take(ShownNames))}{(names.Length > ShownNames ? ", …" : "")}.";
    }

    private static List<T> Choose<T>(
        IReadOnlyList<T> all, IReadOnlyList<string> names, Func<T, string> nameOf, bool isGroup, Action<HostSelectionException> unknown,
        Func<string, string, bool> matches)
    {
        if (names.Count == 0)
        {
            return [.. all];
        }

        foreach (string name in names.Where(name => name.AsSpan().IndexOfAny("*?[") < 0 && !all.Any(item => matches(name, nameOf(item)))))
        {
            unknown(new HostSelectionException(isGroup, name, Nearest(name, all.Select(nameOf))));
        }

        return [.. all.Where(item => names.Any(name => matches(name, nameOf(item))))];
    }
}
