using System.Text;
using Minos.Configuration;
using Minos.Daemon.Http;

namespace Minos.Daemon.Tests.Http;

public sealed class RpcEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(new HttpServerOptions
    {
        Log = new RecordingLog(),
        MaxRequestBytes = 1_000_000,
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/RPC2")]
    [InlineData("/RPC2/")]
    [InlineData("/RPC2foo")]
    [InlineData("/%52PC2?x=1")]
    public async Task A_call_is_answered_on_every_path_that_begins_with_RPC2(string path)
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse response = await client.RequestAsync(Post(Call("test.echo", "a<b & ü"), path: path));

        Assert.Equal("HTTP/1.1 200 OK", response.StatusLine);
        Assert.Equal("text/xml", response.Header("Content-Type"));
        Assert.NotNull(response.Header("Date"));
        Assert.Equal("Minos", response.Header("Server"));
        Assert.Equal(
            "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><string>a&lt;b &amp; ü</string></value>\n</param>\n"
            + "</params>\n</methodResponse>\n",
            response.Body);
    }

    [Fact]
    public async Task A_fault_has_status_200()
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse response = await client.RequestAsync(Post(Call("no.such")));

        Assert.Equal(200, response.Status);
        Assert.Contains("<string>UNKNOWN_METHOD</string>", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<not xml")]
    [InlineData("this is not xml")]
    [InlineData("")]
    [InlineData("<methodCall></methodCall>")]
    [InlineData("<methodCall><methodName></methodName></methodCall>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><methodCall><methodName>&b;</methodName></methodCall>")]
    public async Task After_a_malformed_call_the_connection_goes_on(string body)
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse refused = await client.RequestAsync(Post(body));
        RawResponse answered = await client.RequestAsync(Post(Call("test.echo", "still here")));

        Assert.Equal("HTTP/1.1 400 Bad Request", refused.StatusLine);
        Assert.Equal("text/html", refused.Header("Content-Type"));
        Assert.Equal(Page(400, "Bad Request"), refused.Body);
        Assert.Contains("still here", answered.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_not_UTF8_is_malformed()
    {
        using RawClient client = await _server.ConnectAsync();
        byte[] body = [.. "<methodCall><methodName>a"u8, 0xff, .. "</methodName></methodCall>"u8];
        await client.SendAsync([.. Encoding.ASCII.GetBytes(Head("POST", "/RPC2", $"Content-Length: {body.Length}\r\n")), .. body]);

        Assert.Equal(400, (await client.ReadResponseAsync()).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task Other_verbs_than_POST_are_refused(string verb)
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse response = await client.RequestAsync(Head(verb, "/RPC2", "Content-Length: 0\r\n"));

        Assert.Equal(400, response.Status);
        Assert.Equal(verb == "HEAD" ? "" : Page(400, "Bad Request"), response.Body);
    }

    [Fact]
    public async Task A_body_needs_a_length_or_chunks()
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse none = await client.RequestAsync(Head("POST", "/RPC2"));
        string call = Call("test.echo", "in two chunks");
        RawResponse chunked = await client.RequestAsync(
            Head("POST", "/RPC2", "Transfer-Encoding: chunked\r\n")
            + $"a\r\n{call[..10]}\r\n{call.Length - 10:x}\r\n{call[10..]}\r\n0\r\n\r\n");

        Assert.Equal("HTTP/1.1 411 Length Required", none.StatusLine);
        Assert.Equal(Page(411, "Length Required"), none.Body);
        Assert.Contains("in two chunks", chunked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_sent()
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse response = await client.RequestAsync(Head("POST", "/RPC2", "Content-Length: 1000001\r\n"));

        Assert.Equal(413, response.Status);
        Assert.Contains("<p>Error code 413.\r\n", response.Body, StringComparison.Ordinal);
        Assert.Equal("close", response.Header("Connection"));
        await client.ReadToEndAsync();
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_refused()
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse response = await client.RequestAsync(
            Head("POST", "/RPC2", "Transfer-Encoding: chunked\r\n") + $"f4241\r\n{new string('x', 1_000_001)}\r\n0\r\n\r\n");

        Assert.Equal(413, response.Status);
    }

    [Fact]
    public async Task A_large_call_comes_back_whole()
    {
        string text = string.Concat(Enumerable.Range(0, 90_000).Select(i => $"{i % 10}é<"));
        using RawClient client = await _server.ConnectUnixAsync();
        RawResponse response = await client.RequestAsync(Post(Call("test.echo", text)));

        string expected = text.Replace("<", "&lt;", StringComparison.Ordinal);
        Assert.Contains($"<string>{expected}</string>", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_breaks_is_status_500_and_an_error_in_the_log()
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse response = await client.RequestAsync(Post(Call("test.crash")));
        RawResponse next = await client.RequestAsync(Post(Call("test.echo", "next")));

        Assert.Equal(Page(500, "Internal Server Error"), response.Body);
        Assert.Equal(200, next.Status);
        Assert.Contains(
            _server.Log.Entries,
            e => e.Level == SupervisorLogLevel.Error && e.Message.Contains("POST /RPC2", StringComparison.Ordinal)
                && e.Message.Contains("it broke", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_waits_holds_up_only_its_own_connection()
    {
        using RawClient waiting = await _server.ConnectAsync();
        await waiting.SendAsync(Post(Call("test.wait")));
        await _server.Waiting.Task;

        using RawClient other = await _server.ConnectAsync();
        Assert.Equal(200, (await other.RequestAsync(Post(Call("test.echo", "meanwhile")))).Status);

        _server.Release.SetResult();
        Assert.Contains("<boolean>1</boolean>", (await waiting.ReadResponseAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_stays_open_unless_the_client_asks_otherwise()
    {
        using RawClient client = await _server.ConnectAsync();
        await client.SendAsync(Post(Call("test.echo", "1")) + Post(Call("test.echo", "2")));
        Assert.Contains("<string>1<", (await client.ReadResponseAsync()).Body, StringComparison.Ordinal);
        Assert.Contains("<string>2<", (await client.ReadResponseAsync()).Body, StringComparison.Ordinal);

        RawResponse last = await client.RequestAsync(Post(Call("test.echo", "3"), "Connection: close\r\n"));
        Assert.Equal(200, last.Status);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task HTTP_1_0_closes_unless_the_client_asks_otherwise()
    {
        using RawClient keep = await _server.ConnectAsync();
        RawResponse kept = await keep.RequestAsync(Post(Call("test.echo", "1"), "Connection: keep-alive\r\n", version: "1.0"));
        RawResponse second = await keep.RequestAsync(Post(Call("test.echo", "2"), version: "1.0"));

        Assert.Equal("keep-alive", kept.Header("Connection"), ignoreCase: true);
        Assert.Equal(200, second.Status);
        Assert.Equal("", await keep.ReadToEndAsync());
    }

    [Fact]
    public async Task What_is_not_HTTP_is_cut_off()
    {
        using RawClient client = await _server.ConnectAsync();
        await client.SendAsync("garbage\r\n\r\n");

        Assert.DoesNotContain("200", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    internal static string Page(int status, string message) =>
        "<head>\r\n<title>Error response</title>\r\n</head>\r\n<body>\r\n<h1>Error response</h1>\r\n"
        + $"<p>Error code {status}.\r\n<p>Message: {message}.\r\n</body>\r\n";

    internal static string Head(string verb, string path, string headers = "", string version = "1.1") =>
        $"{verb} {path} HTTP/{version}\r\nHost: x\r\n{RawClient.Authorization}{headers}\r\n";

    internal static string Post(string body, string headers = "", string path = "/RPC2", string version = "1.1") =>
        Head("POST", path, $"Content-Type: text/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}", version) + body;

    internal static string Call(string method, params string[] arguments) =>
        $"<?xml version='1.0'?><methodCall><methodName>{method}</methodName><params>"
        + string.Concat(arguments.Select(a =>
            $"<param><value><string>{a.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}</string></value></param>"))
        + "</params></methodCall>";
}
