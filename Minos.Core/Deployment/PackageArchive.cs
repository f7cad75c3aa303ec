using System.Formats.Tar;
using System.IO.Compression;
using Minos.Native;

namespace Minos.Deployment;

/// <summary>Unpacks a package: a gzipped tar archive in which nothing may lead out of its directory.</summary>
internal static class PackageArchive
{
    private const int MaxEntries = 1_000_000;

    // Gzip makes at most 1,032 bytes of one. Programs, their data and even logs stay far below this.
    private const long MaxRatio = 200;
    private const long UnsuspectedBytes = 64L << 20;
    private const int Permissions = 0x1FF; // 0777: no set-user-id, no sticky bit
    private const int OwnerAll = 0x1C0; // 0700
    private const int OwnerReadWrite = 0x180; // 0600

    /// <summary>Unpacks into a directory that is empty. On failure its content is to be thrown away.</summary>
    /// <exception cref="DeploymentException">An entry is dangerous, the archive is broken or too large.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Extract(string file, string directory, long maxBytes, CancellationToken cancellationToken)
    {
        long limit = Math.Min(maxBytes, Math.Max(UnsuspectedBytes, new FileInfo(file).Length * MaxRatio));
        var links = new HashSet<string>(StringComparer.Ordinal);
        string name = Path.GetFileName(file);
        try
        {
            using FileStream compressed = File.OpenRead(file);
            using var unpacked = new GZipStream(compressed, CompressionMode.Decompress);
            using var counted = new LimitedStream(unpacked, limit);
            using var reader = new TarReader(counted);
            int entries = 0;
            while (reader.GetNextEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++entries > MaxEntries)
                {
                    throw new DeploymentException($"Error: {name} has more than {MaxEntries} entries");
                }

                ExtractEntry(entry, directory, links, name);
            }

            if (entries == 0)
            {
                throw new DeploymentException($"Error: {name} is empty");
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new DeploymentException($"Error: {name} is not a whole .tar.gz: {exception.Message}", exception);
        }

        // Only now can be told where links lead that lead over other links.
        foreach (string link in links.Where(link => !RealPath.IsWithin(link, directory)))
        {
            throw new DeploymentException($"Error: {name} has a link that leads out of the package: {Path.GetRelativePath(directory, link)}");
        }
    }

    private static void ExtractEntry(TarEntry entry, string directory, HashSet<string> links, string name)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
        {
            return;
        }

        string path = Locate(entry.Name, directory, links, name);
        if (path == directory)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (entry.EntryType != TarEntryType.Directory && (File.Exists(path) || new FileInfo(path).LinkTarget is not null))
        {
            File.Delete(path);
            links.Remove(path);
        }

        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(path);
                _ = FileNames.ChangeMode(path, ((int)entry.Mode & Permissions) | OwnerAll);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                WriteFile(entry, path);
                break;
            case TarEntryType.SymbolicLink when !entry.LinkName.StartsWith('/') && entry.LinkName.Length > 0:
                File.CreateSymbolicLink(path, entry.LinkName);
                links.Add(path);
                break;
            case TarEntryType.HardLink:
                string existing = Locate(entry.LinkName, directory, links, name);
                if (!File.Exists(existing) || links.Contains(existing))
                {
                    throw new DeploymentException($"Error: {name} has a link to what is no file of the package: {entry.Name} -> {entry.LinkName}");
                }

                File.Copy(existing, path);
                break;
            default:
                throw new DeploymentException($"Error: {name} has an entry that no package may have: {entry.Name} ({entry.EntryType})");
        }
    }

    private static void WriteFile(TarEntry entry, string path)
    {
        using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            entry.DataStream?.CopyTo(target);
        }

        _ = FileNames.ChangeMode(path, ((int)entry.Mode & Permissions) | OwnerReadWrite);
        File.SetLastWriteTimeUtc(path, entry.ModificationTime.UtcDateTime);
    }

    private static string Locate(string entryName, string directory, HashSet<string> links, string name)
    {
        string[] levels = [.. entryName.Split('/').Where(static l => l is not ("" or "."))];
        if (entryName.StartsWith('/') || entryName.Contains('\0') || levels.Contains(".."))
        {
            throw new DeploymentException($"Error: {name} has an entry that leads out of the package: {entryName}");
        }

        string path = directory;
        foreach (string level in levels)
        {
            if (links.Contains(path))
            {
                throw new DeploymentException($"Error: {name} has an entry behind a symbolic link: {entryName}");
            }

            path = Path.Combine(path, level);
        }

        return path;
    }
}
