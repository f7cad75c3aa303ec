namespace Minos.Fleet.Installing;

/// <summary>What an installation has to do on a host.</summary>
/// <param name="Changes">In the order in which they are made; none when everything is as it should be.</param>
/// <param name="NeedsRelease">Whether the release has to be sent.</param>
/// <param name="Difference">Of the configuration.</param>
internal sealed record InstallPlan(IReadOnlyList<InstallChange> Changes, bool NeedsRelease, string Difference)
{
    private const int ShownDigits = 12;

    /// <summary>Compares what a host has with what it should have.</summary>
    /// <exception cref="HostException">The host cannot be installed on.</exception>
    internal static InstallPlan Create(HostTarget target, HostFacts facts, SupervisorRelease release, string configuration, HostStartup startup)
    {
        if (facts.MissingDirectories.Count > 0)
        {
            // The original's rule: data directories are mounted disks, and a missing one is a disk that is not there.
            throw new HostException(
                HostPhase.Probe, $"{(facts.MissingDirectories.Count == 1 ? "data directory" : "data directories")} missing on the host: {string.Join(", ", facts.MissingDirectories)}");
        }

        if (facts.Unwritable is { } unwritable)
        {
            int blank = unwritable.LastIndexOf(' ');
            throw new HostException(HostPhase.Probe, $"{unwritable[..blank]} is not writable for {unwritable[(blank + 1)..]} (root_dir={target.Group.RootDirectory})");
        }

        List<InstallChange> changes = [];
        string? before = facts.Release;
        long size = release.Files.Where(static file => file.Name == "minosd").Select(static file => new FileInfo(file.Source).Length).First();
        bool needsRelease = before != release.Digest || facts.ReleaseSize != size;
        if (needsRelease)
        {
            changes.Add(new InstallChange(InstallChangeKind.Created, $"releases/{Short(release.Digest)}", $"{release.SizeBytes / 1e6:F1} MB"));
        }

        bool isSame = facts.Configuration == configuration;
        if (!isSame)
        {
            changes.Add(new InstallChange(Kind(facts.Configuration), "supervisord.conf"));
        }

        if (before != release.Digest)
        {
            changes.Add(new InstallChange(Kind(before), "current", $"{(before is null ? "" : $"releases/{Short(before)} ")}-> releases/{Short(release.Digest)}"));
        }

        if (facts.Pid is not { } pid)
        {
            changes.Add(OperationPlan.Start);
        }
        else if (!isSame || facts.RunningRelease != release.Digest)
        {
            changes.Add(new InstallChange(InstallChangeKind.Updated, "minosd", $"pid {pid}, taken over in place"));
        }

        if (startup != HostStartup.Unchanged && !facts.HasStartup)
        {
            changes.Add(new InstallChange(InstallChangeKind.Created, startup == HostStartup.Cron ? "crontab" : "systemd unit", "starts it with the host"));
        }

        return new InstallPlan(changes, needsRelease, isSame ? "" : TextDifference.Create("supervisord.conf", facts.Configuration, configuration));
    }

    private static string Short(string digest) => digest.Length > ShownDigits ? digest[..ShownDigits] : digest;

    private static InstallChangeKind Kind(string? before) => before is null ? InstallChangeKind.Created : InstallChangeKind.Updated;
}
