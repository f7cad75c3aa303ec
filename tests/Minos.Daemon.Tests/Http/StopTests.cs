using System.Net.Sockets;
using Minos.Daemon.Http;

namespace Minos.Daemon.Tests.Http;

public sealed class StopTests
{
    [Fact]
    public async Task An_answer_under_way_is_completed()
    {
        await using TestServer server = await TestServer.StartAsync(new HttpServerOptions
        {
            Log = new RecordingLog(),
            StopGrace = TimeSpan.FromSeconds(60),
        });
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Post(RpcEndpointTests.Call("test.wait")));
        await server.Waiting.Task;
        Task stop = server.Server.StopAsync();
        Assert.False(File.Exists(server.SocketPath));

        server.Release.SetResult();
        RawResponse response = await client.ReadResponseAsync();
        await stop;
        Assert.Equal(200, response.Status);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_cut()
    {
        await using TestServer server = await TestServer.StartAsync(new HttpServerOptions
        {
            Log = new RecordingLog(),
            StopGrace = TimeSpan.FromMilliseconds(50),
        });
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Post(RpcEndpointTests.Call("test.wait")));
        await server.Waiting.Task;
        await server.Server.StopAsync();

        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Streams_end_and_nobody_is_let_in_any_more()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Daemon.MainLog = server.WriteFile("main.log", "x\n");
        System.Net.EndPoint address = server.Inet;
        using RawClient idle = await server.ConnectUnixAsync();
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Head("GET", "/mainlogtail"));
        await client.ReadHeadAsync();
        Assert.Equal("x\n", await client.ReadChunkAsync());
        await server.Server.StopAsync();

        Assert.Equal("", await client.ReadChunkAsync());
        Assert.Equal("", await idle.ReadToEndAsync());
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(address));
        await Assert.ThrowsAsync<SocketException>(server.ConnectUnixAsync);
        await server.Server.StopAsync();
    }

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
