using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Minos.Daemon.Tests.Http;

/// <summary>A connection that sends exactly the bytes it is given and takes answers apart.</summary>
internal sealed class RawClient : IDisposable
{
    public const string Authorization = "Authorization: Basic dXNlcjoxMjM=\r\n"; // user:123

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly MemoryStream _received = new();
    private int _taken;

    private RawClient(Socket socket) => _socket = socket;

    public static async Task<RawClient> ConnectAsync(EndPoint endPoint)
    {
        Socket socket = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        return new RawClient(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        using var timeout = new CancellationTokenSource(s_deadline);
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent), timeout.Token);
        }
    }

    public async Task<RawResponse> RequestAsync(string text)
    {
        await SendAsync(text);
        return await ReadResponseAsync(text.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    public async Task<RawResponse> ReadResponseAsync(bool head = false)
    {
        RawResponse response = await ReadHeadAsync();
        if (head || response.Status == 304)
        {
            return response;
        }

        if (response.Header("Content-Length") is { } length)
        {
            return response with { Body = await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture)) };
        }

        var body = new StringBuilder();
        while (await ReadChunkAsync() is { Length: > 0 } chunk)
        {
            body.Append(chunk);
        }

        return response with { Body = body.ToString() };
    }

    public async Task<RawResponse> ReadHeadAsync()
    {
        string statusLine = await TakeLineAsync();
        var headers = new List<(string Name, string Value)>();
        while (await TakeLineAsync() is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add((line[..colon], line[(colon + 1)..].Trim()));
        }

        return new RawResponse(statusLine, headers, "");
    }

    /// <summary>One chunk of a chunked body; empty for its end.</summary>
    public async Task<string> ReadChunkAsync()
    {
        int length = int.Parse(await TakeLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string chunk = await TakeAsync(length);
        await TakeLineAsync();
        return chunk;
    }

    /// <summary>Chunks until their text ends as given.</summary>
    public async Task<string> ReadChunksUntilAsync(string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            string chunk = await ReadChunkAsync();
            Assert.True(chunk.Length > 0, $"stream ended after '{text}'");
            text.Append(chunk);
        }

        return text.ToString();
    }

    /// <summary>Waits until so many bytes wait to be read.</summary>
    public async Task UntilReceivedAsync(int count)
    {
        using var timeout = new CancellationTokenSource(s_deadline);
        while (_socket.Available < count)
        {
            await Task.Delay(5, timeout.Token);
        }
    }

    /// <summary>Waits for the server to close the connection; returns what came before.</summary>
    public async Task<string> ReadToEndAsync()
    {
        while (await ReceiveAsync())
        {
        }

        return await TakeAsync((int)_received.Length - _taken);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> TakeLineAsync()
    {
        while (true)
        {
            int end = _received.GetBuffer().AsSpan(_taken, (int)_received.Length - _taken).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                string line = await TakeAsync(end);
                _taken += 2;
                return line;
            }

            if (!await ReceiveAsync())
            {
                throw new EndOfStreamException("connection closed");
            }
        }
    }

    private async Task<string> TakeAsync(int count)
    {
        while (_received.Length - _taken < count)
        {
            if (!await ReceiveAsync())
            {
                throw new EndOfStreamException("connection closed");
            }
        }

        string text = Encoding.UTF8.GetString(_received.GetBuffer(), _taken, count);
        _taken += count;
        return text;
    }

    private async Task<bool> ReceiveAsync()
    {
        byte[] buffer = new byte[16384];
        using var timeout = new CancellationTokenSource(s_deadline);
        int count;
        try
        {
            count = await _socket.ReceiveAsync(buffer, timeout.Token);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false;
        }

        _received.Write(buffer, 0, count);
        return count > 0;
    }
}
