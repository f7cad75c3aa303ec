using Minos.Configuration;
using Minos.Native;

namespace Minos.Fleet;

/// <summary>Installs a supervisor on this machine, and changes nothing that is already as it should be; it starts and stops nothing.</summary>
/// <remarks>
/// A release goes to a folder of its own, named by its digest, and is put in use by renaming a symbolic link over <c>current</c>: at
/// every moment <c>current</c> is one whole release. An installation that was interrupted leaves nothing that the next one takes for whole.
/// </remarks>
public sealed class LocalInstaller
{
    private const int KeptReleases = 3;

    private readonly SupervisorLayout _layout;
    private readonly List<InstallChange> _changes = [];

    private LocalInstaller(SupervisorLayout layout) => _layout = layout;

    /// <summary>Installs a release and its configuration for a host group.</summary>
    /// <param name="group">The group; its hosts are not looked at.</param>
    /// <param name="release">The files.</param>
    /// <param name="configuration">The text of supervisord.conf.</param>
    /// <exception cref="IOException">Something could not be written; what was in use before still is.</exception>
    /// <exception cref="UnauthorizedAccessException">Something must not be written; what was in use before still is.</exception>
    public static InstallResult Install(HostGroup group, SupervisorRelease release, string configuration)
    {
        var installer = new LocalInstaller(new SupervisorLayout(group.RootDirectory));
        return installer.Install(release, configuration, group.DataDirectories);
    }

    private InstallResult Install(SupervisorRelease release, string configuration, ValueList<string> dataDirectories)
    {
        foreach (string directory in (string[])[_layout.LogDirectory, _layout.RunDirectory, .. dataDirectories])
        {
            MakeDirectory(directory);
        }

        CopyRelease(release);
        bool configurationChanged = WriteConfiguration(configuration);
        bool releaseChanged = SwitchTo(release.Digest);
        RemoveOldReleases(release.Digest);
        return new InstallResult(release.Digest, releaseChanged, configurationChanged, ValueList.From(_changes));
    }

    private void MakeDirectory(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            Note(InstallChangeKind.Created, path);
        }
    }

    private void CopyRelease(SupervisorRelease release)
    {
        string target = Path.Combine(_layout.ReleasesDirectory, release.Digest);
        bool exists = Directory.Exists(target);
        if (exists && SupervisorRelease.FromDirectory(target).Digest == release.Digest)
        {
            return;
        }

        // Names with a dot in front are unfinished: nobody uses them.
        string unfinished = Path.Combine(_layout.ReleasesDirectory, $".{release.Digest}.{Environment.ProcessId}");
        try
        {
            foreach (ReleaseFile file in release.Files)
            {
                string copy = Path.Combine(unfinished, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file.Source, copy, overwrite: true);
            }

            if (exists)
            {
                Directory.Move(target, unfinished + ".broken");
                Directory.Delete(unfinished + ".broken", recursive: true);
            }

            Directory.Move(unfinished, target);
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }

        int count = release.Files.Count;
        string detail = $"{count} {(count == 1 ? "file" : "files")}, {release.SizeBytes / 1e6:F1} MB";
        Note(exists ? InstallChangeKind.Updated : InstallChangeKind.Created, target, detail);
    }

    private bool WriteConfiguration(string text)
    {
        string file = _layout.ConfigurationFile;
        bool exists = File.Exists(file);
        if (exists && File.ReadAllText(file) == text)
        {
            return false;
        }

        string unfinished = $"{file}.{Environment.ProcessId}";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // it may hold passwords
        }

        using (var writer = new StreamWriter(unfinished, options))
        {
            writer.Write(text);
        }

        Rename(unfinished, file);
        Note(exists ? InstallChangeKind.Updated : InstallChangeKind.Created, file);
        return true;
    }

    private bool SwitchTo(string digest)
    {
        string link = _layout.CurrentLink;
        string target = Path.Combine(Path.GetFileName(_layout.ReleasesDirectory), digest);
        string? before = new FileInfo(link).LinkTarget;
        if (before == target)
        {
            return false;
        }

        string unfinished = $"{link}.{Environment.ProcessId}";
        _ = FileNames.Remove(unfinished);
        File.CreateSymbolicLink(unfinished, target);
        Rename(unfinished, link);
        Note(before is null ? InstallChangeKind.Created : InstallChangeKind.Updated, link, "-> " + target);
        return true;
    }

    // The release that a running daemon came from is among the newest; a shared framework's daemon still loads files from it.
    private void RemoveOldReleases(string digest)
    {
        IEnumerable<DirectoryInfo> old = new DirectoryInfo(_layout.ReleasesDirectory).GetDirectories()
            .Where(release => release.Name != digest && release.Name[0] != '.')
            .OrderByDescending(static release => release.LastWriteTimeUtc)
            .Skip(KeptReleases - 1);
        foreach (DirectoryInfo release in old)
        {
            release.Delete(recursive: true);
            Note(InstallChangeKind.Removed, release.FullName);
        }
    }

    private static void Rename(string from, string to)
    {
        int errno = FileNames.Replace(from, to);
        if (errno != 0)
        {
            throw new IOException($"{to}: {Errno.Describe(errno)}");
        }
    }

    private void Note(InstallChangeKind kind, string path, string detail = "")
    {
        string relative = Path.GetRelativePath(_layout.Directory, path);
        _changes.Add(new InstallChange(kind, relative.StartsWith("..", StringComparison.Ordinal) ? path : relative, detail));
    }
}
