namespace Minos.Deployment;

/// <summary>A package server that is a directory, perhaps on a network share.</summary>
internal sealed class FilePackageServer(PackageStore store) : IPackageServer
{
    private const int BufferBytes = 128 * 1024;

    public Task<PackageInfo?> FindLatestAsync(string artifact, CancellationToken cancellationToken) =>
        AttemptAsync(() => Task.FromResult(store.FindLatest(artifact)));

    public Task<PackageInfo?> FindAsync(string artifact, string checksum, CancellationToken cancellationToken) =>
        AttemptAsync(() => Task.FromResult(store.Find(artifact, checksum)));

    public Task<IReadOnlyList<PackageInfo>> ListAsync(string? artifact, CancellationToken cancellationToken) =>
        AttemptAsync(() => Task.FromResult(store.List(artifact)));

    public Task<bool> RemoveAsync(PackageInfo package, CancellationToken cancellationToken) =>
        AttemptAsync(() => Task.FromResult(store.Remove(package)));

    public Task DownloadAsync(
        PackageInfo package, string file, CancellationToken cancellationToken, IProgress<TransferProgress>? progress = null) => AttemptAsync(async () =>
    {
        string source = store.FindFile(package) ?? throw new DeploymentException($"{package.RelativePath} is not in {store.Root}");
        PackageInfo known = store.List(package.Artifact).FirstOrDefault(p => p.RelativePath == package.RelativePath) ?? package;
        string temporary = AtomicFile.TemporaryName(file);
        try
        {
            await CopyAsync(source, temporary, cancellationToken, progress).ConfigureAwait(false);
            string digest = await PackageStore.DigestAsync(temporary, cancellationToken).ConfigureAwait(false);
            string wanted = package.Checksum.Length > 0 ? package.Checksum : known.Checksum;
            if (wanted.Length > 0 && wanted != digest)
            {
                throw new DeploymentException($"the checksum of {source} is {digest}, not {wanted}");
            }

            AtomicFile.Rename(temporary, file);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    });

    public Task<PackageInfo> UploadAsync(
        string file, string artifact, string revision, CancellationToken cancellationToken, IProgress<TransferProgress>? progress = null) => AttemptAsync(async () =>
    {
        string digest = await PackageStore.DigestAsync(file, cancellationToken).ConfigureAwait(false);
        if (store.Find(artifact, digest) is { } same)
        {
            return same;
        }

        Stream stream = ReportingStream.Open(file, progress);
        await using (stream.ConfigureAwait(false))
        {
            return await store.AddAsync(artifact, revision, Path.GetFileName(file), stream, digest, cancellationToken).ConfigureAwait(false);
        }
    });

    public void Dispose()
    {
    }

    // File.Copy would neither tell how far it is nor be given up, on a share that is slow.
    private static async Task CopyAsync(string source, string target, CancellationToken cancellationToken, IProgress<TransferProgress>? progress)
    {
        Stream from = ReportingStream.Open(source, progress);
        await using (from.ConfigureAwait(false))
        {
            var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous);
            await using (to.ConfigureAwait(false))
            {
                await from.CopyToAsync(to, BufferBytes, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<T> AttemptAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeploymentException(exception.Message, exception);
        }
    }
}
