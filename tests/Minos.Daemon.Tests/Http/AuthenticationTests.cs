using System.Text;
using Minos.Configuration;
using Minos.Daemon.Http;

namespace Minos.Daemon.Tests.Http;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Authorization: garbage\r\n")]
    [InlineData("Authorization: Basic bm86bm8=\r\n")]
    [InlineData("Authorization: Basic !!!!\r\n")]
    [InlineData("Authorization: Basic \r\n")]
    [InlineData("Authorization: Basic dXNlcg==\r\n")]
    [InlineData("Authorization: Bearer dXNlcjoxMjM=\r\n")]
    [InlineData("Authorization: Basic dXNlcjoxMjM=\r\nAuthorization: Basic dXNlcjoxMjM=\r\n")]
    public async Task Every_route_refuses_wrong_credentials_with_status_401(string header)
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach (string target in new[] { "POST /RPC2", "GET /", "GET /logtail/a", "GET /mainlogtail", "GET /ok.html", "GET /no", "GET /stylesheets/supervisor.css" })
        {
            using RawClient client = await server.ConnectAsync();
            RawResponse response = await client.RequestAsync($"{target} HTTP/1.1\r\nHost: x\r\n{header}Content-Length: 0\r\n\r\n");

            Assert.Equal("HTTP/1.1 401 Unauthorized", response.StatusLine);
            Assert.Equal("Basic realm=\"default\"", response.Header("WWW-Authenticate"));
            Assert.Equal("close", response.Header("Connection"));
            Assert.Equal(RpcEndpointTests.Page(401, "Unauthorized"), response.Body);
            Assert.Equal("", await client.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task Each_listener_has_its_own_credentials()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawClient open = await server.ConnectUnixAsync();

        Assert.Equal(200, (await open.RequestAsync("GET /ok.html HTTP/1.1\r\nHost: \r\n\r\n")).Status);
        Assert.Contains(
            (SupervisorLogLevel.Critical, "Server 'unix_http_server' running without any HTTP authentication checking"),
            server.Log.Entries);
        Assert.DoesNotContain(server.Log.Entries, e => e.Message.Contains("'inet_http_server'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("user", "123", "user:123", true)]
    [InlineData("user", "123", "user:1234", false)]
    [InlineData("user", "123", "User:123", false)]
    [InlineData("user", "1:2", "user:1:2", true)]
    [InlineData("user", "pässword", "user:pässword", true)]
    [InlineData("user", "{SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d", "user:thepassword", true)]
    [InlineData("user", "{SHA}82AB876D1387BFAFE46CC1C8A2EF074EAE50CB1D", "user:thepassword", false)]
    [InlineData("user", "{SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d", "user:82ab876d1387bfafe46cc1c8a2ef074eae50cb1d", false)]
    [InlineData("user", "", "user:", true)]
    [InlineData("", "123", "anyone:anything", true)]
    [InlineData(null, null, "anyone:anything", true)]
    public void Credentials_are_compared_as_Supervisor_does(string? user, string? password, string given, bool accepted)
    {
        var authenticator = new BasicAuthenticator(
            new UnixHttpServerSettings { Section = "s", Path = "/s", UserName = user, Password = password });

        Assert.Equal(accepted, authenticator.Accepts("bAsIc " + Convert.ToBase64String(Encoding.UTF8.GetBytes(given))));
    }
}
