using Minos.Daemon.Web;

namespace Minos.Daemon.Tests.Http;

public sealed class WebPageTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/index.html")]
    [InlineData("POST", "/index.html")]
    public async Task The_status_page_shows_every_process_in_order(string verb, string path)
    {
        _server.Daemon.Rows.Add(new ProcessRow("web", "web_1", "RUNNING", "pid 12, uptime 0:01:02"));
        _server.Daemon.Rows.Add(new ProcessRow("cat", "cat", "FATAL", "can't find command '<x>'"));
        RawResponse response = await RequestAsync(verb, path);

        Assert.Equal(200, response.Status);
        Assert.Equal("text/html;charset=utf-8", response.Header("Content-Type"));
        Assert.Equal("no-cache", response.Header("Cache-Control"));
        Assert.Contains("<title>Supervisor Status</title>", response.Body, StringComparison.Ordinal);
        Assert.Contains("class=\"identifier\">supervisor &lt;1&gt;</a>", response.Body, StringComparison.Ordinal);
        Assert.Contains("&lt;x&gt;", response.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"tail.html?processname=web%3Aweb_1&amp;channel=stderr\"", response.Body, StringComparison.Ordinal);
        Assert.Contains("class=\"status statuserror\">fatal<", response.Body, StringComparison.Ordinal);
        Assert.True(
            response.Body.IndexOf(">cat</a>", StringComparison.Ordinal) < response.Body.IndexOf(">web_1</a>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_programs_the_page_says_so_and_a_message_is_escaped()
    {
        RawResponse response = await RequestAsync("GET", "/?message=%3Cscript%3E&message=second");

        Assert.Contains("No programs to manage", response.Body, StringComparison.Ordinal);
        Assert.Contains("class=\"status_msg\" role=\"status\">&lt;script&gt;</p>", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_liveness_page_says_OK()
    {
        RawResponse response = await RequestAsync("GET", "/ok.html");

        Assert.Equal(("text/plain", "OK"), (response.Header("Content-Type"), response.Body));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/ok.html")]
    [InlineData("/stylesheets/supervisor.css")]
    [InlineData("/nosuch")]
    public async Task HEAD_has_the_headers_of_GET_and_no_body(string path)
    {
        using RawClient client = await _server.ConnectAsync();
        RawResponse head = await client.RequestAsync(RpcEndpointTests.Head("HEAD", path));
        RawResponse get = await client.RequestAsync(RpcEndpointTests.Head("GET", path));

        Assert.Equal(get.StatusLine, head.StatusLine);
        Assert.Equal(get.Header("Content-Length"), head.Header("Content-Length"));
        Assert.Equal(get.Header("Content-Type"), head.Header("Content-Type"));
    }

    [Fact]
    public async Task Files_come_from_the_executable_and_are_not_sent_twice()
    {
        RawResponse first = await RequestAsync("GET", "/stylesheets/supervisor.css");
        RawResponse second = await RequestAsync("GET", "/stylesheets/supervisor.css", $"If-None-Match: {first.Header("ETag")}\r\n");

        Assert.Equal("text/css;charset=utf-8", first.Header("Content-Type"));
        Assert.Contains(".statusrunning", first.Body, StringComparison.Ordinal);
        Assert.Equal(304, second.Status);
    }

    [Theory]
    [InlineData("GET", "/nosuch", 404)]
    [InlineData("GET", "/stylesheets", 301)]
    [InlineData("GET", "/stylesheets/", 404)]
    [InlineData("GET", "/stylesheets/../../../etc/passwd", 404)]
    [InlineData("GET", "/stylesheets%2Fsupervisor.css", 200)]
    [InlineData("GET", "/%zz%", 404)]
    [InlineData("POST", "/nosuch", 400)]
    [InlineData("DELETE", "/", 400)]
    [InlineData("PUT", "/stylesheets/supervisor.css", 400)]
    public async Task Other_paths_and_verbs_have_their_own_status(string verb, string path, int status)
    {
        RawResponse response = await RequestAsync(verb, path);

        Assert.Equal(status, response.Status);
        if (status == 301)
        {
            Assert.Equal("/stylesheets/", response.Header("Location"));
        }
    }

    private async Task<RawResponse> RequestAsync(string verb, string path, string headers = "")
    {
        using RawClient client = await _server.ConnectAsync();
        return await client.RequestAsync(RpcEndpointTests.Head(verb, path, headers + (verb is "GET" ? "" : "Content-Length: 0\r\n")));
    }
}
