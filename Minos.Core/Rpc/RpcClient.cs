using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Minos.Configuration.Values;

namespace Minos.Rpc;

/// <summary>Calls a supervisor over HTTP, on TCP or on a unix socket.</summary>
/// <remarks>
/// Connections are kept and reused; any number of calls may run at once. It reads neither proxy settings nor cookies and
/// follows no redirects.
/// </remarks>
public sealed class RpcClient : IDisposable
{
    private const string UnixPrefix = "unix://";
    private static readonly MediaTypeHeaderValue s_xml = new("text/xml");

    private readonly HttpClient _http;
    private readonly Uri _base;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="serverUrl">
    /// <c>http://host:port</c>, <c>https://host:port</c> or <c>unix:///path/of/socket</c>; a path in the first two is ignored. A
    /// <c>user:password@</c> before the host is used when the options name no user.
    /// </param>
    /// <param name="options">Credentials and times.</param>
    /// <exception cref="UriFormatException">The URL is of another form.</exception>
    public RpcClient(string serverUrl, RpcClientOptions? options = null)
    {
        options ??= new RpcClientOptions();
        ServerUrl = WithoutPassword(serverUrl);
        string? socketPath = serverUrl.StartsWith(UnixPrefix, StringComparison.Ordinal) ? serverUrl[UnixPrefix.Length..] : null;
        _base = socketPath is null ? ParseHttp(serverUrl) : new Uri("http://localhost/");
        if (socketPath is "")
        {
            throw new UriFormatException($"{serverUrl} names no socket");
        }

        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = options.IdleTimeout,
        };
        if (socketPath is not null)
        {
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(socketPath, cancellationToken);
        }

        if (options.OpenAsync is { } open)
        {
            handler.ConnectTimeout = Timeout.InfiniteTimeSpan;
            handler.ConnectCallback = (context, cancellationToken) => open(context.DnsEndPoint, cancellationToken);
        }

        if (options.CertificateFingerprint is { } pinned)
        {
            string fingerprint = FingerprintValue.Parse(pinned);
            handler.SslOptions.RemoteCertificateValidationCallback =
                (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;
        }

        _http = new HttpClient(handler) { Timeout = options.Timeout };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Minos", "1"));
        string? login = options is { UserName: not null, Password: not null } ? $"{options.UserName}:{options.Password}"
            : options.UserName is null && _base.UserInfo.Length > 0 ? Uri.UnescapeDataString(_base.UserInfo)
            : null;
        if (login is not null)
        {
            byte[] credentials = Encoding.UTF8.GetBytes(login);
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }
    }

    /// <summary>The server, as it was given but for a password.</summary>
    public string ServerUrl { get; }

    /// <summary>A URL as it may be shown: <c>***</c> in place of its password.</summary>
    public static string WithoutPassword(string serverUrl)
    {
        ArgumentNullException.ThrowIfNull(serverUrl);
        int begin = serverUrl.IndexOf("://", StringComparison.Ordinal) + 3;
        if (begin < 3 || serverUrl.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            return serverUrl;
        }

        int slash = serverUrl.IndexOf('/', begin);
        int host = serverUrl.LastIndexOf('@', (slash < 0 ? serverUrl.Length : slash) - 1);
        int password = host < begin ? -1 : serverUrl.IndexOf(':', begin, host - begin);
        return password < 0 ? serverUrl : $"{serverUrl[..password]}:***{serverUrl[host..]}";
    }

    /// <summary>Makes a call.</summary>
    /// <exception cref="RpcFault">The server refused it.</exception>
    /// <exception cref="RpcHttpException">The server answered with another status than 200.</exception>
    /// <exception cref="RpcConnectionException">The server cannot be reached, or the connection broke.</exception>
    /// <exception cref="MalformedRpcException">The answer is not XML-RPC.</exception>
    /// <exception cref="TimeoutException">There was no answer in the time that the options allow.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<RpcValue> CallAsync(string method, IReadOnlyList<RpcValue> arguments, CancellationToken cancellationToken = default)
    {
        var body = new ArrayBufferWriter<byte>(512);
        XmlRpcWriter.WriteCall(body, method, arguments);
        using var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = s_xml;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_base, "/RPC2")) { Content = content };
        byte[] answer = await SendAsync(
            request,
            HttpCompletionOption.ResponseContentRead,
            static async (response, token) =>
            {
                using (response)
                {
                    return await response.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return XmlRpcReader.ReadResponse(answer);
    }

    /// <summary>Makes a call without arguments.</summary>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{RpcValue}, CancellationToken)"/>
    public Task<RpcValue> CallAsync(string method, CancellationToken cancellationToken = default) =>
        CallAsync(method, [], cancellationToken);

    /// <summary>Makes several calls in one request; the server makes them in order.</summary>
    /// <returns>The outcomes in the order of the calls.</returns>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{RpcValue}, CancellationToken)"/>
    public async Task<IReadOnlyList<RpcResult>> MulticallAsync(
        IReadOnlyList<RpcCall> calls, CancellationToken cancellationToken = default)
    {
        var items = new RpcArray(calls.Count);
        foreach (RpcCall call in calls)
        {
            items.Add(new RpcStruct(2) { ["methodName"] = call.Method, ["params"] = new RpcArray(call.Arguments) });
        }

        RpcArray results = (await CallAsync("system.multicall", [items], cancellationToken).ConfigureAwait(false)).AsArray();
        return results.Count == calls.Count
            ? [.. results.Select(RpcResult.FromWire)]
            : throw new MalformedRpcException($"{calls.Count} calls were answered with {results.Count} results");
    }

    /// <summary>Opens one of the server's endless log streams, or any other of its resources.</summary>
    /// <param name="path">For example <c>/logtail/web/stdout</c> or <c>/mainlogtail</c>.</param>
    /// <param name="cancellationToken">Cancels the opening; the stream's reads take tokens of their own.</param>
    /// <returns>The bytes as they arrive. The caller disposes of it.</returns>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{RpcValue}, CancellationToken)" path="/exception"/>
    public async Task<Stream> OpenStreamAsync(string path, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_base, path));
        return await SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            static async (response, token) => await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static Uri ParseHttp(string serverUrl) =>
        Uri.TryCreate(serverUrl, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url
            : throw new UriFormatException($"Unknown protocol for serverurl {WithoutPassword(serverUrl)}");

    private static async ValueTask<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // System.Net has no word for ENOENT and says "cannot assign requested address", which a path never is.
            socket.Dispose();
            throw new RpcConnectionException(
                UnixPrefix + socketPath, RpcConnectionException.NoSuchFile, "No such file or directory", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request,
        HttpCompletionOption completion,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = await _http.SendAsync(request, completion, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await read(response, cancellationToken).ConfigureAwait(false);
            }

            using (response)
            {
                throw new RpcHttpException(ServerUrl + request.RequestUri!.AbsolutePath, response.StatusCode, response.ReasonPhrase);
            }
        }
        catch (HttpRequestException e) when (e.InnerException is RpcConnectionException inner)
        {
            throw inner;
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException is SocketException socket
                ? new RpcConnectionException(ServerUrl, socket.NativeErrorCode, socket.Message, e)
                : new RpcConnectionException(ServerUrl, 0, e.InnerException?.Message ?? e.Message, e);
        }
        catch (IOException e) when (e is not RpcConnectionException)
        {
            throw new RpcConnectionException(ServerUrl, 0, e.Message, e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{ServerUrl} did not answer in time", e);
        }
    }
}
