using Minos.Daemon.Tests.Http;

namespace Minos.Daemon.Tests.Web;

/// <summary>Who may make the daemon do something.</summary>
public sealed class RequestGuardTests
{
    [Theory]
    [InlineData("GET", "/?action=stopall")]
    [InlineData("GET", "/index.html?processname=cat&action=stop")]
    [InlineData("POST", "/index.html?processname=cat&action=stop")]
    [InlineData("POST", "/?action=stopall&token=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task Without_the_pages_token_nothing_is_done_and_a_button_is_offered(string verb, string path)
    {
        await using PageServer server = await PageServer.StartAsync();
        RawResponse response = verb == "GET" ? await server.GetAsync(path) : await server.PostAsync(path, "");

        Assert.Equal(403, response.Status);
        Assert.Empty(server.Calls);
        Assert.Contains("Nothing has been done", response.Body, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\"", response.Body, StringComparison.Ordinal);
        Assert.Contains($"value=\"{await server.TokenAsync()}\"", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_is_harmless_and_works_by_link()
    {
        await using PageServer server = await PageServer.StartAsync();
        RawResponse response = await server.GetAsync("/?action=refresh");

        Assert.Equal(301, response.Status);
        Assert.StartsWith($"http://{server.Authority}/?message=Page%20refreshed%20at%20", response.Header("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_work_where_the_configuration_says_so()
    {
        await using PageServer server = await PageServer.StartAsync(s => s with { AllowGetActions = true });
        RawResponse response = await server.GetAsync("/index.html?processname=a%3Ab/c&action=stop");

        Assert.Equal(301, response.Status);
        Assert.Equal($"http://{server.Authority}/?message=Process%20a%3Ab/c%20stopped", response.Header("Location"));
        Assert.Equal(["stopProcess a:b/c"], server.Calls);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site", false)]
    [InlineData("Sec-Fetch-Site: same-site", false)]
    [InlineData("Sec-Fetch-Site: same-origin", true)]
    [InlineData("Sec-Fetch-Site: none", true)]
    [InlineData("Origin: http://evil.example", false)]
    [InlineData("Origin: null", false)]
    [InlineData("Origin: http://{host}", true)]
    [InlineData("Origin: https://{host}", true)]
    [InlineData("Origin: https://panel.example\r\nX-Forwarded-Host: panel.example", true)]
    [InlineData("Origin: http://{host}\r\nSec-Fetch-Site: cross-site", false)]
    [InlineData("X-Any: 1", true)]
    public async Task Other_sites_pages_are_refused_even_with_the_token(string headers, bool isAllowed)
    {
        await using PageServer server = await PageServer.StartAsync();
        string token = await server.TokenAsync();
        RawResponse response = await server.PostAsync(
            "/", $"token={token}&action=stop&processname=cat", headers.Replace("{host}", server.Authority, StringComparison.Ordinal) + "\r\n");

        Assert.Equal(isAllowed ? 303 : 403, response.Status);
        Assert.Equal(isAllowed ? 1 : 0, server.Calls.Count);
    }

    [Theory]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:9001", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost:9001", true)]
    [InlineData("app.localhost", true)]
    [InlineData("192.168.1.5:9001", true)]
    [InlineData("[::1]:9001", true)]
    [InlineData("supervisor", true)]
    [InlineData("panel.example", true)]
    [InlineData("PANEL.example:80", true)]
    public async Task Without_a_password_only_own_names_are_answered(string host, bool isAllowed)
    {
        await using PageServer server = await PageServer.StartAsync(s => s with { AllowedHosts = ["panel.example"] });
        foreach (string path in (string[])["/", "/ok.html", "/tail.html"])
        {
            RawResponse response = await server.GetAsync(path, "Accept-Language: en\r\n", host);
            Assert.Equal(isAllowed ? 200 : 403, response.Status);
            Assert.Equal(!isAllowed, response.Body.Contains("allowed_hosts=", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Programs_may_use_any_name()
    {
        await using PageServer server = await PageServer.StartAsync();
        RawResponse response = await server.GetAsync("/", host: "web01.example.com:9001");

        Assert.Equal(200, response.Status);
    }

    [Fact]
    public async Task With_a_password_any_name_is_answered()
    {
        await using PageServer server = await PageServer.StartAsync(s => s with { UserName = "user", Password = "123" });
        RawResponse response = await server.GetAsync("/", RawClient.Authorization, "any.example");

        Assert.Equal(200, response.Status);
    }

    [Fact]
    public async Task Pages_tell_browsers_to_be_careful()
    {
        await using PageServer server = await PageServer.StartAsync();
        foreach (string path in (string[])["/", "/tail.html", "/process.html?processname=x", "/?action=stopall", "/scripts/main.js"])
        {
            RawResponse response = await server.GetAsync(path);
            string policy = response.Header("Content-Security-Policy")!;
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
            Assert.Equal("same-origin", response.Header("Referrer-Policy"));
        }
    }
}
