namespace Minos.Fleet.Installing;

/// <summary>What an operation has to do on a host.</summary>
internal static class OperationPlan
{
    /// <summary>A daemon that is started.</summary>
    internal static InstallChange Start { get; } = new(InstallChangeKind.Created, "minosd", "started");

    /// <summary>The change; null when there is nothing to do.</summary>
    /// <exception cref="HostException">There is no supervisor to do it to.</exception>
    internal static InstallChange? Change(HostOperation operation, HostFacts facts)
    {
        bool isInstalled = facts.Release is not null;
        return operation switch
        {
            HostOperation.Uninstall when facts.IsPresent => new(InstallChangeKind.Removed, ".", "the supervisor and its files"),
            HostOperation.Uninstall => null,
            _ when !isInstalled => throw new HostException(HostPhase.Probe, "no supervisor is installed on the host"),
            HostOperation.Start when facts.Pid is null => Start,
            HostOperation.Stop when facts.Pid is { } pid => new(InstallChangeKind.Removed, "minosd", $"pid {pid}, stopped"),
            HostOperation.Stop when facts.HasLeftPrograms => new(InstallChangeKind.Removed, "minosd", "was killed; the programs that it had left are stopped"),
            HostOperation.Restart => new(InstallChangeKind.Updated, "minosd", facts.Pid is { } pid ? $"pid {pid}, restarted" : "started"),
            _ => null,
        };
    }

    /// <summary>Adds a change as the script has made it, or puts it in the place of the one that was planned.</summary>
    /// <param name="changes">What was planned.</param>
    /// <param name="text">The kind, the path and words about it: <c>started minosd, pid 4711</c>.</param>
    internal static void Merge(List<InstallChange> changes, string text)
    {
        string[] words = text.Split(' ', 3);
        InstallChangeKind kind = words[0] switch { "removed" => InstallChangeKind.Removed, "updated" => InstallChangeKind.Updated, _ => InstallChangeKind.Created };
        string path = words.Length > 1 ? words[1].TrimEnd(',', ':') : "";
        string detail = words.Length > 2 ? words[2] : "";
        var change = new InstallChange(kind, path, words[0] == "started" ? $"{detail}, started".TrimStart(',', ' ') : detail);
        int planned = changes.FindIndex(c => c.Path == path);
        if (planned < 0)
        {
            changes.Add(change);
        }
        else
        {
            changes[planned] = change with { Kind = changes[planned].Kind };
        }
    }
}
