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
}
