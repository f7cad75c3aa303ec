using System.Net;
using System.Net.Sockets;
using Minos.Configuration;
using Minos.Daemon.Http;
using Minos.Daemon.Web;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Http;

/// <summary>A server on both transports, with a directory of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private TestServer(string directory, HttpServerOptions? options)
    {
        DirectoryPath = directory;
        Options = (options ?? new HttpServerOptions { Log = Log }) with { Log = Log };
        RpcMethod[] methods =
        [
            Method("test.echo", 1, (arguments, _) => new ValueTask<RpcValue>(arguments.GetString(0))),
            Method("test.wait", 0, async (_, cancellationToken) =>
            {
                Waiting.TrySetResult();
                await Release.Task.WaitAsync(cancellationToken);
                return true;
            }),
            Method("supervisor.getVersion", 0, (_, _) => new ValueTask<RpcValue>("3.0")),
            Method("test.crash", 0, (_, _) => throw new InvalidOperationException("it broke")),
        ];
        Server = new HttpServer(
            [
                new RpcEndpoint(new RpcDispatcher(methods), Options),
                new LogTailHandler(Daemon),
                .. WebHandlers.Create(Daemon, new RpcDispatcher(methods), TimeProvider.System),
            ],
            Options);
    }

    public HttpServer Server { get; }

    public HttpServerOptions Options { get; }

    public RecordingLog Log { get; } = new();

    public FakeDaemon Daemon { get; } = new();

    public string DirectoryPath { get; }

    public string SocketPath => Path.Combine(DirectoryPath, "s.sock");

    public EndPoint Inet => Server.EndPoints[0];

    /// <summary>Done when test.wait has been called.</summary>
    public TaskCompletionSource Waiting { get; } = new();

    /// <summary>Lets test.wait answer.</summary>
    public TaskCompletionSource Release { get; } = new();

    public static async Task<TestServer> StartAsync(HttpServerOptions? options = null)
    {
        var server = new TestServer(Directory.CreateTempSubdirectory("minos-http-").FullName, options);
        await server.Server.StartAsync(
            [
                new InetHttpServerSettings
                {
                    Section = "inet_http_server", Host = "127.0.0.1", Port = LoopbackPort.Take(), UserName = "user", Password = "123",
                },
                new UnixHttpServerSettings { Section = "unix_http_server", Path = server.SocketPath },
            ],
            CancellationToken.None);
        return server;
    }

    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Inet);

    public Task<RawClient> ConnectUnixAsync() => RawClient.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));

    public string WriteFile(string name, string text)
    {
        string path = Path.Combine(DirectoryPath, name);
        File.WriteAllText(path, text);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        Release.TrySetResult();
        await Server.DisposeAsync();
        Directory.Delete(DirectoryPath, recursive: true);
    }

    private static RpcMethod Method(string name, int parameters, RpcHandler handler) => new(
        new RpcMethodDescription(
            name,
            "string",
            "For tests.",
            "Something.",
            ValueList.From(Enumerable.Range(0, parameters).Select(i => new RpcParameter("string", $"p{i}", "Any")))),
        handler);
}
