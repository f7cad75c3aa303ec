using System.Security.Cryptography;
using System.Text;

namespace Minos.Fleet;

/// <summary>The files of one build of minosd, and the digest that names them.</summary>
public sealed class SupervisorRelease
{
    private SupervisorRelease(IReadOnlyList<ReleaseFile> files)
    {
        Files = files;
        Digest = ComputeDigest(files);
        SizeBytes = files.Sum(static file => new FileInfo(file.Source).Length);
    }

    /// <summary>The files, sorted by name.</summary>
    public IReadOnlyList<ReleaseFile> Files { get; }

    /// <summary>SHA-256 over names, executable bits and contents; 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>Their size in all.</summary>
    public long SizeBytes { get; }

    /// <summary>A release that is one self-contained executable.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SupervisorRelease FromExecutable(string path) => new([new ReleaseFile("minosd", path, IsExecutable: true)]);

    /// <summary>A release that is the output folder of a build; its documentation files are left out.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SupervisorRelease FromDirectory(string directory)
    {
        IEnumerable<ReleaseFile> files = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(static path => !path.EndsWith(".xml", StringComparison.Ordinal))
            .Select(path => new ReleaseFile(Path.GetRelativePath(directory, path), path, IsExecutable(path)));
        return new SupervisorRelease([.. files.OrderBy(static file => file.Name, StringComparer.Ordinal)]);
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;

    private static string ComputeDigest(IReadOnlyList<ReleaseFile> files)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReleaseFile file in files)
        {
            using FileStream content = File.OpenRead(file.Source);
            all.AppendData(Encoding.UTF8.GetBytes($"{file.Name}\0{(file.IsExecutable ? 'x' : '-')}\0"));
            all.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}

/// <summary>A file of a release.</summary>
/// <param name="Name">Relative to the release's folder.</param>
/// <param name="Source">Where it is read from.</param>
/// <param name="IsExecutable">Whether it may be executed.</param>
public sealed record ReleaseFile(string Name, string Source, bool IsExecutable);
