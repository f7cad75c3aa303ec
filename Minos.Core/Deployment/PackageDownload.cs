using System.Net;
using System.Net.Http.Headers;

namespace Minos.Deployment;

/// <summary>One download to <c>name.part</c>, resumed where it broke off, in this call or a later one.</summary>
/// <remarks>
/// What a call left is only gone on with when the server says by its entity tag that the file is still the same (RFC 9110, If-Range).
/// </remarks>
internal sealed class PackageDownload(HttpClient http, Uri url, string file, PackageClientOptions options, IProgress<TransferProgress>? progress)
{
    private const int BufferBytes = 128 * 1024;

    public string PartFile => file + ".part";

    /// <summary>SHA-1 that the server names with the file, if it does.</summary>
    public string? ServerDigest { get; private set; }

    private string TagFile => PartFile + ".etag";

    /// <exception cref="DeploymentException">The server stalls, breaks off too often, or sends something that is no package.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (int resumptions = 0; ; resumptions++)
        {
            try
            {
                await TransferAsync(cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or IOException && resumptions < options.Resumptions)
            {
                // Broken off: ask for the rest.
            }
        }

        CheckKind();
    }

    public void Finish()
    {
        AtomicFile.Rename(PartFile, file);
        File.Delete(TagFile);
    }

    public void Discard()
    {
        File.Delete(PartFile);
        File.Delete(TagFile);
    }

    private async Task TransferAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            patience.CancelAfter(options.StallTimeout);
            using HttpRequestMessage request = MakeRequest();
            using HttpResponseMessage response =
                await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                Discard();
                throw new IOException("the part that was there is none of the file");
            }

            response.EnsureSuccessStatusCode();
            bool resumes = response.StatusCode == HttpStatusCode.PartialContent;
            ServerDigest = response.Headers.TryGetValues("X-Checksum-Sha1", out IEnumerable<string>? digests) ? digests.First().ToLowerInvariant() : null;
            if (!resumes)
            {
                Discard();
                if (response.Headers.ETag is { IsWeak: false } tag)
                {
                    AtomicFile.Write(TagFile, tag.Tag);
                }
            }

            await ReceiveAsync(response, resumes, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeploymentException($"{url}: the package server has been silent for {options.StallTimeout.TotalSeconds:0} s", exception);
        }
    }

    private HttpRequestMessage MakeRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (File.Exists(PartFile) && File.Exists(TagFile) && EntityTagHeaderValue.TryParse(File.ReadAllText(TagFile), out EntityTagHeaderValue? tag))
        {
            request.Headers.Range = new RangeHeaderValue(new FileInfo(PartFile).Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }

        return request;
    }

    private async Task ReceiveAsync(HttpResponseMessage response, bool resumes, CancellationTokenSource patience)
    {
        var target = new FileStream(PartFile, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes, FileOptions.Asynchronous);
        await using (target.ConfigureAwait(false))
        {
            if (resumes && response.Content.Headers.ContentRange?.From != target.Length)
            {
                throw new DeploymentException($"{url}: the package server answers another range than was asked for");
            }

            long? total = target.Position + response.Content.Headers.ContentLength;
            Stream content = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                byte[] buffer = new byte[BufferBytes];
                int count;
                while (Renew(patience) && (count = await content.ReadAsync(buffer, patience.Token).ConfigureAwait(false)) > 0)
                {
                    await target.WriteAsync(buffer.AsMemory(0, count), patience.Token).ConfigureAwait(false);
                    progress?.Report(new TransferProgress(target.Position, total));
                }
            }

            await target.FlushAsync(patience.Token).ConfigureAwait(false);
            target.Flush(flushToDisk: true);
        }
    }

    private bool Renew(CancellationTokenSource patience)
    {
        patience.CancelAfter(options.StallTimeout);
        return true;
    }

    private void CheckKind()
    {
        Span<byte> head = stackalloc byte[2];
        int count;
        using (FileStream stream = File.OpenRead(PartFile))
        {
            count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }

        if (count < head.Length || head is not [0x1f, 0x8b])
        {
            Discard();
            throw new DeploymentException($"{url}: what the package server sends is not a .tar.gz");
        }
    }
}
