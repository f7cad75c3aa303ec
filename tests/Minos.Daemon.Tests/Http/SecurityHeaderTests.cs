using System.Net;
using Microsoft.AspNetCore.Http;
using Minos.Daemon.Http;
using Minos.Daemon.Tests.Deployment;

namespace Minos.Daemon.Tests.Http;

/// <summary>Whatever is answered, browsers neither run nor frame it, nor take it for something else.</summary>
public sealed class SecurityHeaderTests
{
    [Theory]
    [InlineData(200, "GET", "/", "")]
    [InlineData(200, "GET", "/ok.html", "")]
    [InlineData(200, "GET", "/scripts/main.js", "")]
    [InlineData(200, "GET", "/logtail/a/stdout", "")]
    [InlineData(200, "GET", "/mainlogtail", "")]
    [InlineData(200, "GET", "/events", "")]
    [InlineData(400, "PUT", "/ok.html", "Content-Length: 0\r\n")]
    [InlineData(403, "POST", "/RPC2", "Content-Length: 0\r\nOrigin: http://elsewhere.example\r\n")]
    [InlineData(404, "GET", "/nothing", "")]
    [InlineData(404, "GET", "/logtail/nothing", "")]
    [InlineData(411, "POST", "/RPC2", "")]
    [InlineData(413, "POST", "/RPC2", "Content-Length: 99999999\r\n")]
    public async Task Every_kind_of_answer_has_them(int status, string verb, string path, string headers)
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Daemon.MainLog = server.WriteFile("main.log", "<script>alert(1)</script>\n");
        server.Daemon.Logs["a/stdout"] = server.Daemon.MainLog;
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Head(verb, path, headers));
        AssertCareful(status, await client.ReadHeadAsync());
    }

    [Fact]
    public async Task So_have_calls_failures_and_refusals()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawClient client = await server.ConnectAsync();
        AssertCareful(200, await client.RequestAsync(RpcEndpointTests.Post(RpcEndpointTests.Call("supervisor.getVersion"))));
        AssertCareful(400, await client.RequestAsync(RpcEndpointTests.Post("<no/>")));
        AssertCareful(401, await client.RequestAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    [Fact]
    public async Task So_has_a_handlers_failure()
    {
        await using PackageHost host = await PackageHost.StartAsync(new FailingHandler());
        RawResponse response = await RequestAsync(host, "GET", "/");
        AssertCareful(500, response);
        Assert.DoesNotContain("secret", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/upload_package/", 200)]
    [InlineData("GET", "/packages.json", 200)]
    [InlineData("GET", "/packages/a/b", 404)]
    [InlineData("DELETE", "/upload_package/", 400)]
    public async Task So_has_the_package_server(string verb, string path, int status)
    {
        await using PackageHost host = await PackageHost.StartAsync();
        AssertCareful(status, await RequestAsync(host, verb, path));
    }

    private static async Task<RawResponse> RequestAsync(PackageHost host, string verb, string path)
    {
        using RawClient client = await RawClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, new Uri(host.Url).Port));
        return await client.RequestAsync($"{verb} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {Convert.ToBase64String("user:p@ss"u8)}\r\n\r\n");
    }

    private static void AssertCareful(int status, RawResponse response)
    {
        Assert.Equal(status, response.Status);
        string? policy = response.Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", response.Header("X-Frame-Options"));
        Assert.Equal("same-origin", response.Header("Referrer-Policy"));
        Assert.Equal("same-origin", response.Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("Minos", response.Header("Server"));
    }

    private sealed class FailingHandler : IRequestHandler
    {
        public bool Matches(string path) => true;

        public Task HandleAsync(HttpContext context, string path, CancellationToken stopping) => throw new InvalidOperationException("a secret");
    }
}
