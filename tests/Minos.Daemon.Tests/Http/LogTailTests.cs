using System.Text;

namespace Minos.Daemon.Tests.Http;

public sealed class LogTailTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_tail_begins_with_the_last_1024_bytes_and_goes_on()
    {
        string path = _server.WriteFile("a.log", new string('x', 5000) + new string('y', 1023) + "\n");
        _server.Daemon.Logs["group:a/stdout"] = path;
        using RawClient client = await _server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Head("GET", "/logtail/group%3Aa"));
        RawResponse head = await client.ReadHeadAsync();

        Assert.Equal("HTTP/1.1 200 OK", head.StatusLine);
        Assert.Equal("chunked", head.Header("Transfer-Encoding"));
        Assert.Equal("text/plain;charset=utf-8", head.Header("Content-Type"));
        Assert.Equal("no", head.Header("X-Accel-Buffering"));
        Assert.NotNull(head.Header("Last-Modified"));
        Assert.Equal(new string('y', 1023) + "\n", await client.ReadChunksUntilAsync("\n"));

        File.AppendAllText(path, "more\n");
        Assert.Equal("more\n", await client.ReadChunksUntilAsync("\n"));
        string large = new string('z', 300_000) + "\n";
        File.AppendAllText(path, large);
        Assert.Equal(large, await client.ReadChunksUntilAsync("\n"));
    }

    [Theory]
    [InlineData("", 0, "")]
    [InlineData("one\ntwo\nthree\n", 0, "")]
    [InlineData("one\ntwo\nthree\n", 1, "three\n")]
    [InlineData("one\ntwo\nthree", 2, "two\nthree")]
    [InlineData("one\n\n\n", 2, "\n\n")]
    [InlineData("one\ntwo\nthree\n", 3, "one\ntwo\nthree\n")]
    [InlineData("one\ntwo\nthree\n", 9, "one\ntwo\nthree\n")]
    public async Task A_tail_of_lines_begins_with_them(string content, int lines, string expected)
    {
        string path = _server.WriteFile("a.log", content);
        _server.Daemon.Logs["a/stdout"] = path;
        using RawClient client = await _server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Head("GET", $"/logtail/a?limit=100000&lines={lines}"));
        Assert.Equal(200, (await client.ReadHeadAsync()).Status);

        File.AppendAllText(path, "more!");
        Assert.Equal(expected + "more!", await client.ReadChunksUntilAsync("!"));
    }

    [Fact]
    public async Task The_request_of_supervisorctl_with_its_extra_line_is_answered()
    {
        _server.Daemon.Logs["a/stderr"] = _server.WriteFile("a.err", "first\n");
        using RawClient client = await _server.ConnectUnixAsync();
        await client.SendAsync(
            "GET /logtail/a/stderr HTTP/1.1\r\nHost: \r\nAccept-Encoding: chunked\r\nAccept: */*\r\n"
            + "User-agent: Supervisor HTTP Client\r\n\r\n\r\n");

        Assert.Equal(200, (await client.ReadHeadAsync()).Status);
        Assert.Equal("first\n", await client.ReadChunkAsync());
    }

    [Fact]
    public async Task An_empty_log_is_answered_at_once()
    {
        string path = _server.WriteFile("main.log", "");
        _server.Daemon.MainLog = path;
        using RawClient client = await _server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Head("GET", "/mainlogtail"));
        RawResponse head = await client.ReadHeadAsync();
        File.AppendAllText(path, "begun\n");

        Assert.Equal(200, head.Status);
        Assert.Null(head.Header("X-Accel-Buffering"));
        Assert.Equal("begun\n", await client.ReadChunkAsync());
    }

    [Fact]
    public async Task A_rotated_log_is_read_to_its_end_and_then_the_new_one_from_its_start()
    {
        string path = _server.WriteFile("a.log", "0\n");
        _server.Daemon.Logs["a/stdout"] = path;
        using RawClient client = await FollowAsync("/logtail/a/stdout");
        Assert.Equal("0\n", await client.ReadChunkAsync());

        string next = _server.WriteFile("a.log.new", "new 1\nnew 2\n");
        using (FileStream old = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            File.Move(path, path + ".1");
            old.Write("last\n"u8);
        }

        Assert.Equal("last\n", await client.ReadChunksUntilAsync("last\n"));
        File.Move(next, path);
        Assert.Equal("new 1\nnew 2\n", await client.ReadChunksUntilAsync("new 2\n"));
    }

    [Fact]
    public async Task A_truncated_log_is_said_to_be_and_read_from_its_start()
    {
        string path = _server.WriteFile("a.log", "before\n");
        _server.Daemon.Logs["a/stdout"] = path;
        using RawClient client = await FollowAsync("/logtail/a/stdout");
        Assert.Equal("before\n", await client.ReadChunkAsync());

        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
        }

        Assert.Equal("==> File truncated <==\n", await client.ReadChunkAsync());
        File.AppendAllText(path, "after\n");
        Assert.Equal("after\n", await client.ReadChunkAsync());
    }

    [Fact]
    public async Task A_tail_of_HTTP_1_0_arrives_too()
    {
        _server.Daemon.Logs["a/stdout"] = _server.WriteFile("a.log", "x\r\n");
        using RawClient client = await _server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Head("GET", "/logtail/a", version: "1.0"));
        RawResponse head = await client.ReadHeadAsync();

        Assert.Null(head.Header("Transfer-Encoding"));
        await _server.Server.StopAsync();
        Assert.Equal("x\r\n", await client.ReadToEndAsync());
    }

    [Theory]
    [InlineData("/logtail")]
    [InlineData("/logtail/")]
    [InlineData("/logtail/nope")]
    [InlineData("/logtail/a/nope")]
    [InlineData("/logtail/a/stdout/more")]
    [InlineData("/logtail/gone")]
    [InlineData("/logtail/directory")]
    [InlineData("/logtail/terminal")]
    [InlineData("/mainlogtail")]
    public async Task What_has_no_log_is_not_found(string path)
    {
        _server.Daemon.Logs["a/stdout"] = _server.WriteFile("a.log", "");
        _server.Daemon.Logs["gone/stdout"] = Path.Combine(_server.DirectoryPath, "gone");
        _server.Daemon.Logs["directory/stdout"] = _server.DirectoryPath;
        _server.Daemon.Logs["terminal/stdout"] = "/dev/zero";
        using RawClient client = await _server.ConnectAsync();
        RawResponse response = await client.RequestAsync(RpcEndpointTests.Head("GET", path));

        Assert.Equal("HTTP/1.1 404 Not Found", response.StatusLine);
        Assert.Equal(RpcEndpointTests.Page(404, "Not Found"), response.Body);
    }

    [Fact]
    public async Task Only_GET_follows()
    {
        using RawClient client = await _server.ConnectAsync();
        Assert.Equal(400, (await client.RequestAsync(RpcEndpointTests.Head("PUT", "/logtail/a", "Content-Length: 0\r\n"))).Status);
    }

    [Fact]
    public async Task The_file_is_closed_when_the_client_goes()
    {
        string path = _server.WriteFile("a.log", "x\n");
        _server.Daemon.Logs["a/stdout"] = path;
        using (RawClient client = await FollowAsync("/logtail/a"))
        {
            Assert.Equal("x\n", await client.ReadChunkAsync());
            Assert.True(IsOpen(path));
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (IsOpen(path))
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    [Fact]
    public async Task Bytes_pass_unchanged()
    {
        string path = _server.WriteFile("a.log", "");
        _server.Daemon.Logs["a/stdout"] = path;
        using RawClient client = await FollowAsync("/logtail/a");
        File.AppendAllText(path, "é€\u001b[0m\0end", new UTF8Encoding(false));

        Assert.Equal("é€\u001b[0m\0end", await client.ReadChunksUntilAsync("end"));
    }

    private async Task<RawClient> FollowAsync(string path)
    {
        RawClient client = await _server.ConnectAsync();
        await client.SendAsync(RpcEndpointTests.Head("GET", path));
        Assert.Equal(200, (await client.ReadHeadAsync()).Status);
        return client;
    }

    private static bool IsOpen(string path) => OpenFiles.List().Any(f => f.Target == path);
}
