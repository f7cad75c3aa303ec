using System.Management.Automation;
using Minos.Fleet;
using Minos.PowerShell.Completion;
using Minos.PowerShell.Connections;
using Minos.PowerShell.Errors;

namespace Minos.PowerShell.Abstractions;

/// <summary>The base of cmdlets that work on processes: by name, or by the objects of Get-MinosProcess. Everything is collected first, so
/// that a host is asked once however many objects are piped.</summary>
public abstract class MinosProcessSelectorCommand : MinosHostCommand
{
    internal const string NameSet = "Name";
    internal const string InputObjectSet = "InputObject";

    private readonly List<MinosProcess> _inputs = [];
    private readonly List<(MinosHost Host, string[] Names)> _selections = [];

    /// <summary>Processes: name, group:name or group:*; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProcessCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>Processes as Get-MinosProcess writes them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    public MinosProcess[] InputObject { get; set; } = [];

    /// <summary>Whether no name means every process.</summary>
    private protected virtual bool AllByDefault => false;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == InputObjectSet)
        {
            _inputs.AddRange(InputObject);
            return;
        }

        if (Name.Length == 0 && !AllByDefault)
        {
            ThrowTerminatingError(ErrorRecords.NameMissing());
        }

        string[] names = Name.Length == 0 ? ["*"] : Name;
        _selections.AddRange(SelectHosts().Select(host => (host, names)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(RunAsync);

    /// <summary>The cmdlet's work.</summary>
    private protected abstract Task RunAsync(CommandPipeline pipeline);

    /// <summary>Asks all hosts at once, and hands on what each has as it answers.</summary>
    private protected async Task SelectAsync(CommandPipeline pipeline, Action<IReadOnlyList<MinosProcess>> found)
    {
        foreach (IGrouping<MinosHost, MinosProcess> host in _inputs.GroupBy(static process => process.Host, HostComparer.Instance))
        {
            _selections.Add((host.Key, [.. host.Select(static process => process.FullName)]));
        }

        var missing = _selections.SelectMany(static selection => selection.Names)
            .Where(static name => !WildcardPattern.ContainsWildcardCharacters(name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = new HashSet<string>();
        ILookup<MinosHost, string[]> names = _selections.ToLookup(static selection => selection.Host, static selection => selection.Names, HostComparer.Instance);
        await ForEachHostAsync(pipeline, names.Select(static host => host.Key), async (host, token) =>
        {
            List<MinosProcess> all = MinosProcess.List(host, await Client(host).CallAsync("supervisor.getAllProcessInfo", token).ConfigureAwait(false));
            string[] wanted = [.. names[host].SelectMany(static some => some).Distinct()];
            List<MinosProcess> matches = [.. all.Where(process => Array.Exists(wanted, name => Matches(name, process)))];
            lock (known)
            {
                known.UnionWith(all.Select(static process => process.Name));
                missing.RemoveWhere(name => matches.Exists(process => Matches(name, process)));
                found(matches);
            }
        }).ConfigureAwait(false);
        foreach (string name in known.Count == 0 ? [] : missing)
        {
            bool isGroup = known.Any(process => process.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
            pipeline.WriteError(ErrorRecords.ProcessNotFound(name, isGroup ? $"Did you mean '{name}:*'?" : HostSelection.Nearest(name, known)));
        }
    }

    /// <summary>The processes in the order of the pipeline; those that were named are looked up.</summary>
    private protected async Task<IReadOnlyList<MinosProcess>> CollectAsync(CommandPipeline pipeline)
    {
        if (_selections.Count == 0)
        {
            return _inputs;
        }

        var found = new List<MinosProcess>();
        await SelectAsync(pipeline, found.AddRange).ConfigureAwait(false);
        MinosHost[] order = [.. _selections.Select(static selection => selection.Host).Distinct(HostComparer.Instance)];
        return [.. found.OrderBy(process => Array.FindIndex(order, host => HostComparer.Instance.Equals(host, process.Host)))];
    }

    private static bool Matches(string pattern, MinosProcess process) =>
        HostSelector.Matches(pattern, process.Name) || HostSelector.Matches(pattern, process.FullName);
}
