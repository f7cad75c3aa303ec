using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Minos.Deployment;

/// <summary>A package server with the URLs of the original's (Tank): the original itself, or a <c>minosd</c> with <c>[package_server]</c>.</summary>
internal sealed class HttpPackageServer : IPackageServer
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly CertificateVerdict _certificate = new();
    private readonly HttpClient _http;
    private readonly PackageClientOptions _options;
    private readonly Uri _base;

    public HttpPackageServer(Uri url, PackageClientOptions options)
    {
        _options = options;
        _base = new UriBuilder(url) { UserName = "", Password = "", Path = url.AbsolutePath.TrimEnd('/') + "/", Query = "", Fragment = "" }.Uri;
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = options.StallTimeout };
        handler.SslOptions.RemoteCertificateValidationCallback = _certificate.IsTrusted;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswerBytes };
        if (url.UserInfo.Length > 0)
        {
            byte[] credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo));
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }
    }

    public async Task<PackageInfo?> FindLatestAsync(string artifact, CancellationToken cancellationToken) =>
        Parse(await GetTextAsync($"{_options.LatestPath}/?artifact={Uri.EscapeDataString(artifact)}", cancellationToken).ConfigureAwait(false), artifact);

    public async Task<PackageInfo?> FindAsync(string artifact, string checksum, CancellationToken cancellationToken) => Parse(
        await GetTextAsync(
            $"check_package/?artifact={Uri.EscapeDataString(artifact)}&checksum={Uri.EscapeDataString(checksum)}", cancellationToken).ConfigureAwait(false),
        artifact);

    public async Task<IReadOnlyList<PackageInfo>> ListAsync(string? artifact, CancellationToken cancellationToken)
    {
        string text = await GetTextAsync(
            "packages.json" + (artifact is null ? "" : $"?artifact={Uri.EscapeDataString(artifact)}"), cancellationToken).ConfigureAwait(false);
        return PackageList.Parse(text) ?? throw new DeploymentException($"{_base}packages.json does not answer a list of packages");
    }

    public async Task DownloadAsync(PackageInfo package, string file, CancellationToken cancellationToken, IProgress<TransferProgress>? progress = null)
    {
        if (!package.IsValid)
        {
            throw new DeploymentException($"{package.RelativePath} is not the name of a package");
        }

        var url = new Uri(_base, $"{_options.DownloadPath}/{package.RelativePath}");
        var download = new PackageDownload(_http, url, file, _options, progress);
        await AttemptAsync(url, async () =>
        {
            await download.RunAsync(cancellationToken).ConfigureAwait(false);
            string digest = await PackageStore.DigestAsync(download.PartFile, cancellationToken).ConfigureAwait(false);
            string wanted = package.Checksum.Length > 0 ? package.Checksum : download.ServerDigest ?? "";
            if (wanted.Length > 0 ? wanted != digest : !await IsKnownAsync(package.Artifact, digest, cancellationToken).ConfigureAwait(false))
            {
                download.Discard();
                throw new DeploymentException(wanted.Length > 0
                    ? $"the checksum of {url} is {digest}, not {wanted}"
                    : $"the checksum of {url} is {digest}, which the package server does not know for {package.Artifact}");
            }

            download.Finish();
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PackageInfo> UploadAsync(
        string file, string artifact, string revision, CancellationToken cancellationToken, IProgress<TransferProgress>? progress = null)
    {
        string digest = await PackageStore.DigestAsync(file, cancellationToken).ConfigureAwait(false);
        if (await FindAsync(artifact, digest, cancellationToken).ConfigureAwait(false) is { } same)
        {
            return same;
        }

        var url = new Uri(_base, "upload_package/");
        string answer = await AttemptAsync(url, async () =>
        {
            Stream stream = ReportingStream.Open(file, progress);
            await using (stream.ConfigureAwait(false))
            {
                using var form = new MultipartFormDataContent
                {
                    { new StringContent(artifact), "artifact" },
                    { new StringContent(revision), "revision" },
                    { new StringContent(digest), "checksum" },
                    { new StreamContent(stream, 128 * 1024), "file", Path.GetFileName(file) },
                };
                using HttpResponseMessage response = await _http.PostAsync(url, form, cancellationToken).ConfigureAwait(false);
                response.EnsureSuccessStatusCode();
                return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);

        // The original answers a page whatever happened: only asking again tells.
        return await FindAsync(artifact, digest, cancellationToken).ConfigureAwait(false)
            ?? throw new DeploymentException($"{url} did not take {Path.GetFileName(file)}: {PlainText(answer)}");
    }

    public async Task<bool> RemoveAsync(PackageInfo package, CancellationToken cancellationToken)
    {
        var url = new Uri(_base, $"{_options.DownloadPath}/{package.RelativePath}");
        return await AttemptAsync(url, async () =>
        {
            using HttpResponseMessage response = await _http.DeleteAsync(url, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return false;
            }

            response.EnsureSuccessStatusCode();
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private static string PlainText(string page)
    {
        string text = string.Join(' ', System.Text.RegularExpressions.Regex.Replace(page, "<[^>]*>", " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 200 ? text[..200] : text;
    }

    private async Task<bool> IsKnownAsync(string artifact, string digest, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(artifact, digest, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (DeploymentException exception) when (exception.InnerException is HttpRequestException { StatusCode: HttpStatusCode.NotFound })
        {
            // A plain file server, which knows no digests: its word is the length.
            return true;
        }
    }

    private PackageInfo? Parse(string text, string artifact) =>
        text.Trim() == "Package Not Found" ? null
        : PackageInfo.Parse(text) is { } info && info.Artifact == artifact ? info
        : throw new DeploymentException($"{_base} does not answer as a package server does");

    private Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        var url = new Uri(_base, path);
        return AttemptAsync(url, async () =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(_options.StallTimeout);
            using HttpResponseMessage response = await _http.GetAsync(url, patience.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false);
        }, cancellationToken);
    }

    private async Task<T> AttemptAsync<T>(Uri url, Func<Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeploymentException($"{url}: the package server did not answer in time", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new DeploymentException($"{url}: {Explain(exception)}", exception);
        }
    }

    // "The SSL connection could not be established, see inner exception." helps nobody.
    private string Explain(Exception exception) => exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
        ? _certificate.Problem ?? $"there is no TLS connection: {exception.GetBaseException().Message}"
        : exception.Message;
}
