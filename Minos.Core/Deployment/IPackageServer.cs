namespace Minos.Deployment;

/// <summary>Where packages come from. Failures are <see cref="DeploymentException"/>.</summary>
public interface IPackageServer : IDisposable
{
    /// <summary>The newest package of an artifact; null when there is none.</summary>
    Task<PackageInfo?> FindLatestAsync(string artifact, CancellationToken cancellationToken);

    /// <summary>The package of an artifact with that SHA-1; null when there is none.</summary>
    Task<PackageInfo?> FindAsync(string artifact, string checksum, CancellationToken cancellationToken);

    /// <summary>Every package, newest first.</summary>
    Task<IReadOnlyList<PackageInfo>> ListAsync(string? artifact, CancellationToken cancellationToken);

    /// <summary>Brings a package to a file, whole and verified or not at all; what an interrupted call has left is gone on with.</summary>
    Task DownloadAsync(PackageInfo package, string file, CancellationToken cancellationToken);

    /// <summary>Sends a file; answers the package that it has become, or that was there already with the same content.</summary>
    Task<PackageInfo> UploadAsync(string file, string artifact, string revision, CancellationToken cancellationToken);

    /// <summary>Removes a package.</summary>
    /// <returns>Whether it was there.</returns>
    Task<bool> RemoveAsync(PackageInfo package, CancellationToken cancellationToken);
}
