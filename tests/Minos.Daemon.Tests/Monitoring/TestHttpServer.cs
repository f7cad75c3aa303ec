using System.Collections.Concurrent;
using System.Net;
using Minos.Tests;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary>An HTTP server on this machine that answers as a test tells it to, and keeps what it was sent.</summary>
internal sealed class TestHttpServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _work;

    public TestHttpServer(int status = 200, string body = "")
    {
        Status = status;
        Body = body;
        Url = $"http://127.0.0.1:{LoopbackPort.Take()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _work = Task.Run(RunAsync);
    }

    public string Url { get; }

    public int Status { get; set; }

    public string Body { get; set; }

    /// <summary>Method, path and query, user agent or content type, and body of every request.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Agent, string? Type, string Body)> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _work;
        _listener.Close();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            string body = await reader.ReadToEndAsync();
            Requests.Enqueue((context.Request.HttpMethod, context.Request.RawUrl!, context.Request.UserAgent, context.Request.ContentType, body));
            context.Response.StatusCode = Status;
            await using (var writer = new StreamWriter(context.Response.OutputStream))
            {
                await writer.WriteAsync(Body);
            }

            context.Response.Close();
        }
    }
}
