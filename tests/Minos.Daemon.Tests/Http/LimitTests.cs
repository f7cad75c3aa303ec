using Minos.Daemon.Http;

namespace Minos.Daemon.Tests.Http;

public sealed class LimitTests
{
    [Fact]
    public async Task A_client_that_does_not_finish_its_header_is_cut_off()
    {
        await using TestServer server = await TestServer.StartAsync(new HttpServerOptions
        {
            Log = new RecordingLog(),
            HeadersTimeout = TimeSpan.FromMilliseconds(100),
        });
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost:");

        Assert.DoesNotContain(" 200 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_asks_for_nothing_is_cut_off_and_one_that_has_asked_may_be_idle()
    {
        await using TestServer server = await TestServer.StartAsync(new HttpServerOptions
        {
            Log = new RecordingLog(),
            HeadersTimeout = TimeSpan.FromSeconds(1),
        });
        using RawClient known = await server.ConnectAsync();
        Assert.Equal(200, (await known.RequestAsync(RpcEndpointTests.Head("GET", "/ok.html"))).Status);
        using RawClient silent = await server.ConnectAsync();

        Assert.Equal("", await silent.ReadToEndAsync());
        Assert.Equal(200, (await known.RequestAsync(RpcEndpointTests.Head("GET", "/ok.html"))).Status);
    }

    [Fact]
    public async Task A_thousand_idle_connections_keep_nobody_out()
    {
        await using TestServer server = await TestServer.StartAsync();
        var idle = new List<RawClient>();
        try
        {
            for (int i = 0; i < 1000; i++)
            {
                idle.Add(await server.ConnectUnixAsync());
            }

            using RawClient client = await server.ConnectAsync();
            Assert.Equal("OK", (await client.RequestAsync(RpcEndpointTests.Head("GET", "/ok.html"))).Body);
        }
        finally
        {
            idle.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public async Task As_many_are_served_as_the_limit_says()
    {
        await using TestServer server = await TestServer.StartAsync(new HttpServerOptions { Log = new RecordingLog(), MaxConnections = 2 });
        using RawClient first = await server.ConnectAsync();
        Assert.Equal(200, (await first.RequestAsync(RpcEndpointTests.Head("GET", "/ok.html"))).Status);
        using RawClient second = await server.ConnectAsync();
        Assert.Equal(200, (await second.RequestAsync(RpcEndpointTests.Head("GET", "/ok.html"))).Status);
        using RawClient third = await server.ConnectAsync();

        Assert.Equal("", await third.ReadToEndAsync());
        Assert.Equal(200, (await first.RequestAsync(RpcEndpointTests.Head("GET", "/ok.html"))).Status);
    }

    [Fact]
    public async Task Every_request_is_a_line_in_the_log()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawClient client = await server.ConnectAsync();
        await client.RequestAsync(RpcEndpointTests.Head("GET", "/nosuch?x=1", "Connection: close\r\n"));
        await client.ReadToEndAsync();

        Assert.Contains(
            server.Log.Entries,
            e => e.Level == Configuration.SupervisorLogLevel.Trace
                && e.Message.StartsWith("127.0.0.1:", StringComparison.Ordinal)
                && e.Message.EndsWith("\"GET /nosuch?x=1 HTTP/1.1\" 404", StringComparison.Ordinal));
    }
}
