using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Minos.Core.Tests.Rpc;

/// <summary>Answers every request on a socket with the same bytes, and keeps what it was sent.</summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly byte[]? _answer;

    /// <summary>Serves on <paramref name="endPoint"/>; a null answer is none at all.</summary>
    public CannedServer(EndPoint endPoint, string? answer)
    {
        _answer = answer is null ? null : Encoding.UTF8.GetBytes(answer);
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(endPoint);
        _listener.Listen();
        _serving = ServeAsync();
    }

    public string Url => $"http://{_listener.LocalEndPoint}";

    public int ConnectionCount { get; private set; }

    public string Received { get; private set; } = "";

    /// <summary>An answer with a Content-Length.</summary>
    public static string Answer(string body, string status = "200 OK") =>
        $"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using Socket connection = await _listener.AcceptAsync(_stop.Token);
            ConnectionCount++;
            await ServeAsync(connection);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        byte[] block = new byte[4096];
        string request = "";
        int count;
        while ((count = await connection.ReceiveAsync(block, _stop.Token)) > 0)
        {
            request += Encoding.UTF8.GetString(block, 0, count);
            if (!request.EndsWith("</methodCall>\n", StringComparison.Ordinal))
            {
                continue;
            }

            Received += request;
            request = "";
            if (_answer is not null)
            {
                await connection.SendAsync(_answer, _stop.Token);
            }
        }
    }
}
