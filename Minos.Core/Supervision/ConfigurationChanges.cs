using Minos.Configuration;

namespace Minos.Supervision;

/// <summary>What a reread found, by group name (Supervisor's manual, reloadConfig).</summary>
/// <param name="Added">In the files, not active.</param>
/// <param name="Changed">Active with another configuration.</param>
/// <param name="Removed">Active, no longer in the files.</param>
public sealed record ConfigurationChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed)
{
    /// <summary>Compares the active groups with those of the files.</summary>
    public static ConfigurationChanges Between(IReadOnlyCollection<ProcessGroup> active, IReadOnlyCollection<ProcessGroupSettings> read)
    {
        var running = active.ToDictionary(g => g.Name, g => g.Settings);
        var wanted = read.ToDictionary(g => g.Name);
        return new ConfigurationChanges(
            [.. read.Select(g => g.Name).Where(n => !running.ContainsKey(n))],
            [.. read.Where(g => running.TryGetValue(g.Name, out ProcessGroupSettings? old) && !old.Equals(g)).Select(g => g.Name)],
            [.. active.Select(g => g.Name).Where(n => !wanted.ContainsKey(n))]);
    }
}
