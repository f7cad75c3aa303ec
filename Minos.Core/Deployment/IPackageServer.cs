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
    /// <param name="package">Which one.</param>
    /// <param name="file">The file; one that is there is replaced.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="progress">Is told after each piece, in order and on the thread that has moved it: it must not take long.</param>
    Task DownloadAsync(PackageInfo package, string file, CancellationToken cancellationToken, IProgress<TransferProgress>? progress = null);

    /// <summary>Sends a file; answers the package that it has become, or that was there already with the same content.</summary>
    /// <param name="file">The file.</param>
    /// <param name="artifact">One path segment.</param>
    /// <param name="revision">One path segment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="progress">As for a download; is told nothing when the content was there already.</param>
    Task<PackageInfo> UploadAsync(
        string file, string artifact, string revision, CancellationToken cancellationToken, IProgress<TransferProgress>? progress = null);

    /// <summary>Removes a package.</summary>
    /// <returns>Whether it was there.</returns>
    Task<bool> RemoveAsync(PackageInfo package, CancellationToken cancellationToken);
}
