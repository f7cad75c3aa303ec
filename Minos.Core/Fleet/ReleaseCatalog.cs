using Minos.Fleet.Installing;

namespace Minos.Fleet;

/// <summary>The builds of minosd at hand, one a machine type.</summary>
public sealed class ReleaseCatalog
{
    // Its digest takes as long as a connection does: it is made meanwhile.
    private readonly Dictionary<string, Task<ReleaseArchive>> _archives = [];

    private ReleaseCatalog()
    {
    }

    /// <summary>The builds in the given places.</summary>
    /// <param name="paths">Executables, or folders of a build for the shared runtime (with <c>minosd</c> and <c>minosd.dll</c>).</param>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One must not be read.</exception>
    /// <exception cref="InvalidDataException">One is no minosd for Linux.</exception>
    public static ReleaseCatalog Open(params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var catalog = new ReleaseCatalog();
        foreach (string path in paths)
        {
            bool isFolder = Directory.Exists(path);
            string executable = isFolder ? Path.Combine(path, "minosd") : path;
            string machine = ElfMachine.Read(executable) ?? throw new InvalidDataException($"{executable} is no executable for Linux on a known machine type");
            bool isShared = isFolder || File.Exists(Path.ChangeExtension(executable, ".dll"));
            catalog._archives[machine] = Task.Run(() => new ReleaseArchive(
                isShared ? SupervisorRelease.FromDirectory(Path.GetDirectoryName(Path.GetFullPath(executable))!) : SupervisorRelease.FromExecutable(executable)));
        }

        return catalog;
    }

    /// <summary>The build for a host.</summary>
    /// <param name="system">What <c>uname -sm</c> says there.</param>
    /// <exception cref="HostException">There is none, or it cannot be read.</exception>
    internal async Task<ReleaseArchive> GetAsync(string system)
    {
        string[] words = system.Split(' ');
        string machine = words is ["Linux", "amd64"] ? "x86_64" : words is ["Linux", var name] ? name : "";
        if (!_archives.TryGetValue(machine, out Task<ReleaseArchive>? archive))
        {
            throw new HostException(
                HostPhase.Probe,
                $"the host is {system}, and no minosd for it is at hand (there is one for {string.Join(", ", _archives.Keys.Select(static m => "Linux " + m))}; name another)");
        }

        try
        {
            return await archive.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostPhase.Probe, $"the minosd to install cannot be read: {exception.Message}", exception);
        }
    }
}
