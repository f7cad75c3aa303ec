namespace Minos.Deployment;

/// <summary>A file that tells how far it has been read.</summary>
internal sealed class ReportingStream(Stream inner, IProgress<TransferProgress> progress) : Stream
{
    /// <summary>Opens a file to be read; one that nobody watches tells nothing.</summary>
    internal static Stream Open(string file, IProgress<TransferProgress>? progress)
    {
        FileStream stream = File.OpenRead(file);
        return progress is null ? stream : new ReportingStream(stream, progress);
    }

    public override bool CanRead => true;

    // A request's length is known only so, and a request that has to be sent again begins at the start.
    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Report(inner.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Report(inner.Read(buffer));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Report(await inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Report(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Report(int count)
    {
        if (count > 0)
        {
            progress.Report(new TransferProgress(inner.Position, inner.Length));
        }

        return count;
    }
}
