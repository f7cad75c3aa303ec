using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Minos.Configuration;
using Minos.Daemon.Hosting;
using Minos.Daemon.Http;
using Minos.Daemon.Web;
using Minos.Native;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Http;

/// <summary>Who may do what, and over what kind of connection.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class AccessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("minos-access-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("supervisor.getState", HttpRole.Read)]
    [InlineData("supervisor.tailProcessStdoutLog", HttpRole.Read)]
    [InlineData("system.multicall", HttpRole.Read)]
    [InlineData("supervisor.stopProcess", HttpRole.Operate)]
    [InlineData("supervisor.signalAllProcesses", HttpRole.Operate)]
    [InlineData("supervisor.shutdown", HttpRole.Admin)]
    [InlineData("supervisor.restart", HttpRole.Admin)]
    [InlineData("supervisor.reloadConfig", HttpRole.Admin)]
    [InlineData("deployment.bootstrap", HttpRole.Admin)]
    public void A_call_needs_its_role(string method, HttpRole needed)
    {
        foreach (HttpRole role in Enum.GetValues<HttpRole>())
        {
            Assert.Equal(role >= needed, AccessPolicy.RefuseCall(method, role) is null);
        }
    }

    [Fact]
    public async Task A_reader_cannot_hide_an_action_in_a_multicall()
    {
        var called = new List<string>();
        await using HttpServer server = await StartAsync(called, Inet() with { Users = [new HttpUser("eve", "x", HttpRole.Read)] });
        using var reader = new RpcClient(Url("http", server), new RpcClientOptions { UserName = "eve", Password = "x" });
        using var owner = new RpcClient(Url("http", server), new RpcClientOptions { UserName = "user", Password = "123" });
        IReadOnlyList<RpcResult> results = await reader.MulticallAsync([new RpcCall("supervisor.getState", []), new RpcCall("supervisor.shutdown", [])]);

        Assert.Equal(["supervisor.getState"], called);
        Assert.Equal(2, results.Count);
        RpcFault fault = await Assert.ThrowsAsync<RpcFault>(() => reader.CallAsync("supervisor.shutdown"));
        Assert.Contains("role admin", fault.Message, StringComparison.Ordinal);
        await owner.CallAsync("supervisor.shutdown");
        Assert.Equal(["supervisor.getState", "supervisor.shutdown"], called);
    }

    [Fact]
    public void Hashes_open_and_wrong_passwords_do_not()
    {
        using var output = new StringWriter();
        Assert.Equal(0, HashPasswordProgram.Run(new StringReader("thepassword\n"), output, TextWriter.Null));
        foreach (string stored in new[] { output.ToString().Trim(), "{SHA256}" + Convert.ToHexStringLower(SHA256.HashData("thepassword"u8)) })
        {
            Assert.DoesNotContain("thepassword", stored, StringComparison.Ordinal);
            var authenticator = new BasicAuthenticator(Inet() with { Password = stored });
            Assert.True(authenticator.Accepts(Basic("user:thepassword")));
            Assert.False(authenticator.Accepts(Basic("user:thepasswore")));
            Assert.False(authenticator.Accepts(Basic("user:" + stored)));
        }
    }

    [Fact]
    public async Task A_certificate_is_made_for_its_owner_only_and_pinned_by_clients()
    {
        string file = Path.Combine(_directory, "tls.pem");
        await using HttpServer server = await StartAsync([], Inet() with { Tls = new TlsSettings(file, file, MakeWhenMissing: true) });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        string fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var options = new RpcClientOptions { UserName = "user", Password = "123", CertificateFingerprint = fingerprint };
        using (var pinned = new RpcClient(Url("https", server), options))
        {
            await pinned.CallAsync("supervisor.getState");
        }

        foreach (string? other in new[] { null, new string('0', 64) })
        {
            using var stranger = new RpcClient(Url("https", server), options with { CertificateFingerprint = other });
            await Assert.ThrowsAsync<RpcConnectionException>(() => stranger.CallAsync("supervisor.getState"));
        }
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_named()
    {
        string file = Path.Combine(_directory, "tls.pem");
        await File.WriteAllTextAsync(file, "no certificate");
        HttpServerException error = await Assert.ThrowsAsync<HttpServerException>(
            () => StartAsync([], Inet() with { Tls = new TlsSettings(file, file, MakeWhenMissing: true) }));

        Assert.Equal(HttpServerFailure.Certificate, error.Failure);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Equal("no certificate", await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 403)]
    public async Task A_unix_socket_can_be_kept_to_some_users(int offset, int status)
    {
        string path = Path.Combine(_directory, "s.sock");
        await using HttpServer server = await StartAsync(
            [], new UnixHttpServerSettings { Section = "unix_http_server", Path = path, AllowedUserIds = [(int)Users.EffectiveId + offset] });
        using RawClient client = await RawClient.ConnectAsync(server.EndPoints[0]);

        Assert.Equal(status, (await client.RequestAsync("GET /ok.html HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }

    [Fact]
    public void Guesses_are_slowed_down_more_and_more_up_to_a_bound_and_only_for_the_client_that_makes_them()
    {
        var delay = new LoginDelay(TimeProvider.System);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.Zero, delay.Reserve("a"));
            delay.Note("a", succeeded: false);
        }

        Assert.InRange(delay.Reserve("a").TotalSeconds, 0.01, 2.1);
        Assert.Equal(TimeSpan.Zero, delay.Reserve("b"));
        delay.Note("a", succeeded: true);
        Assert.Equal(TimeSpan.Zero, delay.Reserve("a"));
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));

    private static InetHttpServerSettings Inet() =>
        new() { Section = "inet_http_server", Host = "127.0.0.1", Port = LoopbackPort.Take(), UserName = "user", Password = "123" };

    private static string Url(string scheme, HttpServer server) => $"{scheme}://127.0.0.1:{((IPEndPoint)server.EndPoints[0]).Port}";

    private static async Task<HttpServer> StartAsync(List<string> called, HttpServerSettings settings)
    {
        var options = new HttpServerOptions { Log = new RecordingLog() };
        RpcMethod[] methods = [.. new[] { "supervisor.getState", "supervisor.shutdown" }.Select(name => new RpcMethod(
            new RpcMethodDescription(name, "boolean", "For tests.", "True.", []),
            (_, _) =>
            {
                called.Add(name);
                return new ValueTask<RpcValue>(true);
            }))];
        var server = new HttpServer([new RpcEndpoint(new RpcDispatcher(methods), options), new OkPage()], options);
        await server.StartAsync([settings], CancellationToken.None);
        return server;
    }
}
