using System.Net;
using Minos.Configuration;
using Minos.Daemon.Http;
using Minos.Daemon.Packages;
using Minos.Daemon.Tests.Http;
using Minos.Deployment;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>The package server on a port of its own, and what stands before it in a test.</summary>
internal sealed class PackageHost : IAsyncDisposable
{
    private readonly HttpServer _server;

    private PackageHost(IRequestHandler? before)
    {
        var log = new RecordingLog();
        var handler = new PackageServerHandler(new PackageServerSettings(Root, 64L << 30), new FakeDaemon(), log);
        _server = new HttpServer(before is null ? [handler] : [before, handler], new HttpServerOptions { Log = log });
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("minos-packages-").FullName;

    public PackageStore Store => new(Root);

    public string Url => $"http://user:p%40ss@{_server.EndPoints[0]}";

    public static async Task<PackageHost> StartAsync(IRequestHandler? before = null)
    {
        var host = new PackageHost(before);
        await host._server.StartAsync(
            [new InetHttpServerSettings { Section = "inet_http_server", Host = "127.0.0.1", Port = 0, UserName = "user", Password = "p@ss" }],
            CancellationToken.None);
        Assert.NotEqual(0, ((IPEndPoint)host._server.EndPoints[0]).Port);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
