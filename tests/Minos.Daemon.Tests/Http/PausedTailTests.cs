namespace Minos.Daemon.Tests.Http;

/// <summary>Followed logs go on when the server pauses for an upgrade that fails; one that succeeds is in <c>UpgradedTailTests</c>.</summary>
public sealed class PausedTailTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("1.0")]
    public async Task A_tail_goes_on_after_a_pause_and_another_and_ends_with_the_server(string version)
    {
        await using TestServer server = await TestServer.StartAsync();
        string path = server.WriteFile("main.log", "0\n");
        server.Daemon.MainLog = path;
        using RawClient client = await server.ConnectUnixAsync();
        await client.SendAsync(RpcEndpointTests.Head("GET", "/mainlogtail", version: version));
        await client.ReadHeadAsync();
        string end = "";
        for (int i = 1; i <= 3; i++)
        {
            await server.Server.PauseAsync();
            Assert.Single(server.Server.Tails);
            File.AppendAllText(path, $"{i}\n");
            await server.Server.ResumeAsync();
            if (version == "1.1")
            {
                Assert.EndsWith($"{i}\n", await client.ReadChunksUntilAsync($"{i}\n"), StringComparison.Ordinal);
            }
            else
            {
                end += $"{i}\n";
                await EndToEnd.Commands.UntilAsync(() => Position(server) == 2 * (i + 1), "it is sent");
            }
        }

        await server.Server.StopAsync();
        Assert.Equal(version == "1.1" ? "0\r\n\r\n" : "0\n" + end, await client.ReadToEndAsync());

        static long Position(TestServer server) => server.Server.Tails[0].Position;
    }

    [Fact]
    public async Task A_log_that_is_rotated_meanwhile_is_read_to_its_end_first()
    {
        await using TestServer server = await TestServer.StartAsync();
        string path = server.WriteFile("main.log", "0\n");
        using RawClient client = await FollowAsync(server, path, await server.ConnectUnixAsync());
        await server.Server.PauseAsync();
        File.AppendAllText(path, "old\n");
        File.Move(path, path + ".1");
        server.WriteFile("main.log", "new\n");
        await server.Server.ResumeAsync();

        Assert.Equal("old\nnew\n", await client.ReadChunksUntilAsync("new\n"));
    }

    [Fact]
    public async Task What_a_client_has_not_taken_is_sent_when_it_does()
    {
        await using TestServer server = await TestServer.StartAsync();
        string path = server.WriteFile("main.log", "begin\n");
        using RawClient client = await FollowAsync(server, path, await server.ConnectUnixAsync());
        await server.Server.PauseAsync();
        await server.Server.ResumeAsync();

        // More than the connection holds, so that it stands in the middle of a chunk.
        string much = string.Concat(Enumerable.Range(0, 400_000).Select(static i => $"{i}\n"));
        File.AppendAllText(path, much);
        await EndToEnd.Commands.UntilAsync(() => server.Server.Tails is [{ Unsent.Length: > 0 }], "it waits for the client");
        for (int i = 0; i < 2; i++)
        {
            await server.Server.PauseAsync();
            Assert.NotEmpty(server.Server.Tails[0].Unsent);
            await server.Server.ResumeAsync();
        }

        Assert.Equal(much, await client.ReadChunksUntilAsync("\n399999\n"));
    }

    [Fact]
    public async Task A_client_that_takes_nothing_keeps_nobody_from_an_upgrade()
    {
        await using TestServer server = await TestServer.StartAsync();
        string path = server.WriteFile("main.log", "begin\n");
        using RawClient client = await FollowAsync(server, path, await server.ConnectUnixAsync());
        string much = new string('x', 4 * 1024 * 1024) + "\n";
        File.AppendAllText(path, much);
        await client.ReadChunkAsync();
        await server.Server.PauseAsync();
        await server.Server.ResumeAsync();

        // Stuck in the middle of a chunk of the web server's it is lost; had it been between two, it is not.
        if (server.Server.Tails.Count == 0)
        {
            Assert.DoesNotContain(path, OpenFiles.List().Select(static f => f.Target));
        }
        else
        {
            Assert.EndsWith("x\n", await client.ReadChunksUntilAsync("\n"), StringComparison.Ordinal);
        }

        using RawClient other = await server.ConnectUnixAsync();
        Assert.Equal(200, (await other.RequestAsync(RpcEndpointTests.Post(RpcEndpointTests.Call("supervisor.getVersion")))).Status);
    }

    [Fact]
    public async Task A_client_that_has_gone_leaves_nothing_open()
    {
        await using TestServer server = await TestServer.StartAsync();
        string path = server.WriteFile("main.log", "begin\n");
        using (await FollowAsync(server, path, await server.ConnectAsync()))
        {
            await server.Server.PauseAsync();
            Assert.Single(server.Server.Tails);
            await server.Server.ResumeAsync();
        }

        await EndToEnd.Commands.UntilAsync(() => server.Server.Tails.Count == 0, "it is seen");
        Assert.DoesNotContain(path, OpenFiles.List().Select(static f => f.Target));
    }

    /// <summary>Follows a log and has read what was in it.</summary>
    private static async Task<RawClient> FollowAsync(TestServer server, string path, RawClient client)
    {
        server.Daemon.MainLog = path;
        await client.SendAsync(RpcEndpointTests.Head("GET", "/mainlogtail"));
        await client.ReadHeadAsync();
        Assert.Equal(await File.ReadAllTextAsync(path), await client.ReadChunkAsync());
        return client;
    }
}
