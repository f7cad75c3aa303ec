using System.Collections.Concurrent;

namespace Minos.Deployment;

/// <summary>The packages of a host: brings them from the package server, unpacks them, and points a job at one.</summary>
internal sealed class JobPackages(DeploymentSettings settings)
{
    private const string ArchiveSuffix = ".tar.gz";
    private const string DigestSuffix = ".unpacked";

    // Two jobs may want one package at the same time.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new(StringComparer.Ordinal);

    /// <summary>Chooses the package that a configuration asks for.</summary>
    /// <returns>Null when the server has none, or when the choice is left open and <paramref name="required"/> is false.</returns>
    /// <exception cref="DeploymentException">The server cannot be asked, or a name is not allowed.</exception>
    public async Task<PackageInfo?> ChooseAsync(JobRequest request, bool required, CancellationToken cancellationToken)
    {
        if (!request.ForceUpdate && request.Package is { } given)
        {
            return given.IsValid && given.Name.EndsWith(ArchiveSuffix, StringComparison.Ordinal)
                ? given
                : throw new DeploymentException($"Error: package {given.RelativePath} is not allowed: {PathSegment.Allowed}, and a name that ends with {ArchiveSuffix}");
        }

        if (!request.ForceUpdate && !required)
        {
            return null;
        }

        using IPackageServer server = Open();
        PackageInfo latest = await AskAsync(() => server.FindLatestAsync(request.Artifact, cancellationToken)).ConfigureAwait(false)
            ?? throw new DeploymentException($"No package found on package server of {request.Artifact}");
        return latest.Name.EndsWith(ArchiveSuffix, StringComparison.Ordinal) ? latest : throw new DeploymentException($"Error: {latest.Name} does not end with {ArchiveSuffix}");
    }

    /// <summary>Brings a package and unpacks it, unless that has been done.</summary>
    /// <returns>The directory that it is unpacked in.</returns>
    public async Task<string> InstallAsync(JobName job, PackageInfo package, CancellationToken cancellationToken)
    {
        string[] levels = [job.Service, job.Cluster, package.Version];
        string parent = Path.Combine([settings.PackageRoot, .. levels]);
        SemaphoreSlim turn = _locks.GetOrAdd(parent, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            JobDirectories.Make(settings.PackageRoot, levels);
            AtomicFile.RemoveUnfinished(parent);
            string file = Path.Combine(parent, package.Name);
            if (!File.Exists(file) || (package.Checksum.Length > 0 && await PackageStore.DigestAsync(file, cancellationToken).ConfigureAwait(false) != package.Checksum))
            {
                using IPackageServer server = Open();
                _ = await AskAsync(async () =>
                {
                    await server.DownloadAsync(package, file, cancellationToken).ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
            }

            return await Task.Run(() => UnpackAsync(file, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeploymentException($"Error: {exception.Message}", exception);
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (DeploymentException exception)
        {
            throw new DeploymentException($"{exception.Message}. There may be an error about your package information.", exception);
        }
    }

    private async Task<string> UnpackAsync(string file, CancellationToken cancellationToken)
    {
        string directory = file[..^ArchiveSuffix.Length];
        string digestFile = directory + DigestSuffix;
        string digest = await PackageStore.DigestAsync(file, cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(directory) && File.Exists(digestFile) && await File.ReadAllTextAsync(digestFile, cancellationToken).ConfigureAwait(false) == digest)
        {
            return directory;
        }

        string unfinished = AtomicFile.TemporaryName(directory);
        Directory.CreateDirectory(unfinished);
        try
        {
            PackageArchive.Extract(file, unfinished, settings.MaxPackageBytes, cancellationToken);

            // An archive has one directory at its top, as a rule of the file's name; others are taken as well.
            string[] top = Directory.GetFileSystemEntries(unfinished);
            string content = top is [var only] && Directory.Exists(only) && new FileInfo(only).LinkTarget is null ? only : unfinished;
            if (Directory.Exists(directory))
            {
                // A program that runs in it keeps what it has open.
                string old = AtomicFile.TemporaryName(directory);
                AtomicFile.Rename(directory, old);
                AtomicFile.Rename(content, directory);
                Directory.Delete(old, recursive: true);
            }
            else
            {
                AtomicFile.Rename(content, directory);
            }

            AtomicFile.Write(digestFile, digest);
            return directory;
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }

    private IPackageServer Open() => PackageServer.Open(
        settings.PackageServer ?? throw new DeploymentException("Error: there is no package_server in section [rpcinterface:deployment]"),
        new PackageClientOptions { DownloadPath = settings.DownloadPath, LatestPath = settings.LatestPath, StallTimeout = settings.StallTimeout });
}
