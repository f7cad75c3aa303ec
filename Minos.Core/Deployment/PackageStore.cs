using System.Globalization;
using System.Security.Cryptography;

namespace Minos.Deployment;

/// <summary>Packages in a directory: <c>artifact/revision-timestamp/name</c>, with the SHA-1 beside it in <c>name.sha1</c>.</summary>
/// <remarks>A package appears by the renaming of its directory: it is there whole or not at all. Several processes may use a directory.</remarks>
/// <param name="root">The directory; made when it is missing.</param>
/// <param name="time">The clock of timestamps.</param>
public sealed class PackageStore(string root, TimeProvider? time = null)
{
    private const string TimestampFormat = "yyyyMMdd-HHmmss";
    private const string DigestSuffix = ".sha1";
    private const int BufferBytes = 128 * 1024;
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The directory.</summary>
    public string Root => root;

    /// <summary>Every package, newest first.</summary>
    /// <param name="artifact">Only those of an artifact.</param>
    public IReadOnlyList<PackageInfo> List(string? artifact = null)
    {
        if (!Directory.Exists(root) || (artifact is not null && !PathSegment.IsValid(artifact)))
        {
            return [];
        }

        return
        [
            .. Directory.GetDirectories(root, artifact ?? "*").Where(static d => PathSegment.IsValid(Path.GetFileName(d)))
                .SelectMany(Directory.GetDirectories).SelectMany(ReadVersion)
                .OrderByDescending(static p => p.Timestamp, StringComparer.Ordinal).ThenByDescending(static p => p.Revision, StringComparer.Ordinal),
        ];
    }

    /// <summary>The newest package of an artifact, or null.</summary>
    public PackageInfo? FindLatest(string artifact, string? name = null) =>
        List(artifact).FirstOrDefault(p => string.IsNullOrEmpty(name) || p.Name == name);

    /// <summary>The package of an artifact with that digest, or null.</summary>
    public PackageInfo? Find(string artifact, string checksum) =>
        List(artifact).FirstOrDefault(p => p.Checksum.Equals(checksum, StringComparison.OrdinalIgnoreCase));

    /// <summary>The file of a package; null when there is none.</summary>
    public string? FindFile(PackageInfo package)
    {
        string path = Path.Combine(root, package.Artifact, package.Version, package.Name);
        return package.IsValid && !package.Name.EndsWith(DigestSuffix, StringComparison.Ordinal) && File.Exists(path) ? path : null;
    }

    /// <summary>Takes a package in, in constant memory.</summary>
    /// <param name="artifact">One path segment.</param>
    /// <param name="revision">One path segment.</param>
    /// <param name="name">The file's name; one path segment.</param>
    /// <param name="content">The file.</param>
    /// <param name="checksum">SHA-1 in hexadecimal that it must have; null takes any.</param>
    /// <param name="cancellationToken">Gives up; nothing remains.</param>
    /// <exception cref="DeploymentException">A name is not allowed, or the digest is another. Nothing remains.</exception>
    /// <exception cref="IOException">It cannot be written. Nothing remains.</exception>
    public async Task<PackageInfo> AddAsync(
        string artifact, string revision, string name, Stream content, string? checksum, CancellationToken cancellationToken)
    {
        foreach ((string what, string value) in (ReadOnlySpan<(string, string)>)[("artifact", artifact), ("revision", revision), ("file name", name)])
        {
            if (!PathSegment.IsValid(value) || value.EndsWith(DigestSuffix, StringComparison.Ordinal))
            {
                throw new DeploymentException($"{what} '{value}' is not allowed: {PathSegment.Allowed}");
            }
        }

        string parent = Path.Combine(root, artifact);
        Directory.CreateDirectory(parent);
        RemoveAbandoned(parent);
        string unfinished = AtomicFile.TemporaryName(Path.Combine(parent, name));
        Directory.CreateDirectory(unfinished);
        try
        {
            string file = Path.Combine(unfinished, name);
            string digest = await CopyAsync(content, file, cancellationToken).ConfigureAwait(false);
            if (!string.IsNullOrEmpty(checksum) && !checksum.Equals(digest, StringComparison.OrdinalIgnoreCase))
            {
                throw new DeploymentException($"the checksum of {name} is {digest}, not {checksum}");
            }

            AtomicFile.Write(file + DigestSuffix, $"{digest}  {name}\n", AtomicFile.Public);
            return Publish(unfinished, new PackageInfo(artifact, name, revision, "", digest));
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }

    /// <summary>Removes a package.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(PackageInfo package)
    {
        if (FindFile(package) is not { } file)
        {
            return false;
        }

        // Out of sight first, so that nobody meets half of it.
        string directory = Path.GetDirectoryName(file)!;
        string removed = AtomicFile.TemporaryName(directory);
        AtomicFile.Rename(directory, removed);
        Directory.Delete(removed, recursive: true);
        return true;
    }

    /// <summary>SHA-1 of a file in lower-case hexadecimal: the protocol's digest.</summary>
    public static async Task<string> DigestAsync(string file, CancellationToken cancellationToken)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
#pragma warning disable CA5350 // The protocol has SHA-1: it tells a broken file from a whole one.
            return Convert.ToHexStringLower(await SHA1.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
#pragma warning restore CA5350
        }
    }

    private static async Task<string> CopyAsync(Stream content, string file, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous);
        await using (target.ConfigureAwait(false))
        {
            byte[] buffer = new byte[BufferBytes];
            int count;
            while ((count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                digest.AppendData(buffer, 0, count);
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            await target.FlushAsync(cancellationToken).ConfigureAwait(false);
            target.Flush(flushToDisk: true);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    // The timestamp is later than every other of the artifact, so that "latest" is what came last, also within one second.
    private PackageInfo Publish(string unfinished, PackageInfo package)
    {
        DateTime stamp = _time.GetLocalNow().DateTime;
        if (FindLatest(package.Artifact) is { } latest
            && DateTime.TryParseExact(latest.Timestamp, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime last) && last >= stamp.AddSeconds(-1))
        {
            stamp = last.AddSeconds(1);
        }

        for (; ; stamp = stamp.AddSeconds(1))
        {
            package = package with { Timestamp = stamp.ToString(TimestampFormat, CultureInfo.InvariantCulture) };
            string directory = Path.Combine(root, package.Artifact, package.Version);
            if (!Directory.Exists(directory))
            {
                AtomicFile.Rename(unfinished, directory);
                return package;
            }
        }
    }

    // What was being taken in when a process was killed. Another process may still be at its own.
    private void RemoveAbandoned(string parent)
    {
        DateTime before = _time.GetUtcNow().UtcDateTime - s_abandoned;
        foreach (string left in Directory.GetDirectories(parent, AtomicFile.Unfinished + "*"))
        {
            try
            {
                if (Directory.EnumerateFileSystemEntries(left).Prepend(left).All(entry => File.GetLastWriteTimeUtc(entry) < before))
                {
                    Directory.Delete(left, recursive: true);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody else removes it, or has to.
            }
        }
    }

    private static IEnumerable<PackageInfo> ReadVersion(string directory)
    {
        string version = Path.GetFileName(directory);
        int split = version.Length - TimestampFormat.Length - 1;
        if (split < 1 || version[split] != '-')
        {
            yield break;
        }

        foreach (string sidecar in Directory.GetFiles(directory, "*" + DigestSuffix))
        {
            string name = Path.GetFileName(sidecar)[..^DigestSuffix.Length];
            string digest = File.ReadAllText(sidecar).Split(' ', 2)[0];
            var package = new PackageInfo(Path.GetFileName(Path.GetDirectoryName(directory))!, name, version[..split], version[(split + 1)..], digest);
            if (package.IsValid && File.Exists(Path.Combine(directory, name)))
            {
                yield return package;
            }
        }
    }
}
