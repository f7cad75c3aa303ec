using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Minos.Configuration;
using Minos.Daemon.Http;
using Minos.Daemon.Web;
using Minos.Tests;

namespace Minos.Daemon.Tests.Http;

[SupportedOSPlatform("linux")]
public sealed class ListenerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("minos-listen-").FullName;
    private readonly RecordingLog _log = new();

    private string SocketPath => Path.Combine(_directory, "s.sock");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_port_in_use_is_refused_in_Supervisors_words_with_section_and_address()
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        int port = ((IPEndPoint)other.LocalEndPoint!).Port;
        await using HttpServer server = MakeServer();
        HttpServerException error = await Assert.ThrowsAsync<HttpServerException>(() => StartAsync(server, Unix(), Inet("127.0.0.1", port)));

        Assert.Equal(HttpServerFailure.AddressInUse, error.Failure);
        Assert.StartsWith(
            "Another program is already listening on a port that one of our HTTP servers is configured to use.  "
            + "Shut this program down first before starting supervisord.",
            error.Message,
            StringComparison.Ordinal);
        Assert.EndsWith($"(section [inet_http_server:x], 127.0.0.1:{port})", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(SocketPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("0.0.0.0")]
    public async Task A_server_open_to_other_machines_needs_a_password_or_consent(string host)
    {
        InetHttpServerSettings settings = Inet(host, LoopbackPort.Take());
        await using HttpServer refused = MakeServer();
        HttpServerException error = await Assert.ThrowsAsync<HttpServerException>(() => StartAsync(refused, settings));

        Assert.Equal(HttpServerFailure.Insecure, error.Failure);
        Assert.Contains("username and password", error.Message, StringComparison.Ordinal);
        Assert.Contains("allow_insecure=true", error.Message, StringComparison.Ordinal);

        await using HttpServer consented = MakeServer();
        await StartAsync(consented, settings with { AllowInsecure = true });
        await using HttpServer protectedServer = MakeServer();
        await StartAsync(protectedServer, settings with { Port = LoopbackPort.Take(), UserName = "u", Password = "p" });
        foreach (HttpServer open in new[] { consented, protectedServer })
        {
            using RawClient client = await RawClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)open.EndPoints[0]).Port));
            Assert.StartsWith("HTTP/1.1", (await client.RequestAsync(GetOk)).StatusLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_host_without_an_address_is_refused_with_the_remedy()
    {
        await using HttpServer server = MakeServer();
        HttpServerException error = await Assert.ThrowsAsync<HttpServerException>(() => StartAsync(server, Inet("no-such-host.invalid", 9001)));

        Assert.Equal(HttpServerFailure.UnknownHost, error.Failure);
        Assert.StartsWith("Could not determine IP address for hostname no-such-host.invalid, please try", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_sections_does_nothing()
    {
        await using HttpServer server = MakeServer();
        await StartAsync(server);

        Assert.Empty(server.EndPoints);
    }

    [Theory]
    [InlineData(0x1C0)] // 0700
    [InlineData(0x1FF)] // 0777
    public async Task The_socket_file_has_its_mode_and_is_gone_after_the_end(int mode)
    {
        HttpServer server = MakeServer();
        await StartAsync(server, Unix() with { Mode = mode });

        Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(SocketPath));
        Assert.Equal([SocketPath], Directory.GetFileSystemEntries(_directory));
        await server.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public async Task A_stale_socket_file_is_replaced()
    {
        using (Socket stale = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            string made = Path.Combine(_directory, "made");
            stale.Bind(new UnixDomainSocketEndPoint(made));
            File.Move(made, SocketPath);
        }

        await using HttpServer server = MakeServer();
        await StartAsync(server, Unix());
        using RawClient client = await RawClient.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        Assert.Equal(200, (await client.RequestAsync(GetOk)).Status);
    }

    [Fact]
    public async Task A_socket_that_answers_is_left_alone()
    {
        await using HttpServer first = MakeServer();
        await StartAsync(first, Unix());
        await using HttpServer second = MakeServer();
        HttpServerException error = await Assert.ThrowsAsync<HttpServerException>(() => StartAsync(second, Unix()));

        Assert.Equal(HttpServerFailure.AddressInUse, error.Failure);
        Assert.Contains(SocketPath, error.Message, StringComparison.Ordinal);
        await second.StopAsync();
        using RawClient client = await RawClient.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        Assert.Equal(200, (await client.RequestAsync(GetOk)).Status);
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        File.WriteAllText(SocketPath, "precious");
        await using HttpServer server = MakeServer();
        HttpServerException error = await Assert.ThrowsAsync<HttpServerException>(() => StartAsync(server, Unix()));

        Assert.Equal(HttpServerFailure.SocketFile, error.Failure);
        Assert.Equal("precious", File.ReadAllText(SocketPath));
    }

    [Fact]
    public async Task A_socket_file_of_a_later_daemon_is_not_removed()
    {
        await using HttpServer first = MakeServer();
        await StartAsync(first, Unix());
        File.Delete(SocketPath);
        await using HttpServer second = MakeServer();
        await StartAsync(second, Unix());
        await first.StopAsync();

        using RawClient client = await RawClient.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        Assert.Equal(200, (await client.RequestAsync(GetOk)).Status);
    }

    [Fact]
    public async Task A_path_that_no_socket_can_have_is_refused_with_its_length()
    {
        await using HttpServer server = MakeServer();
        UnixHttpServerSettings settings = Unix() with { Path = Path.Combine(_directory, new string('x', 120)) };
        HttpServerException error = await Assert.ThrowsAsync<HttpServerException>(() => StartAsync(server, settings));

        Assert.Equal(HttpServerFailure.SocketFile, error.Failure);
        Assert.Contains("too long", error.Message, StringComparison.Ordinal);
        Assert.Contains("107", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_is_missing_is_an_error_that_names_it()
    {
        await using HttpServer server = MakeServer();
        UnixHttpServerSettings settings = Unix() with { Path = Path.Combine(_directory, "missing", "s.sock") };
        HttpServerException error = await Assert.ThrowsAsync<HttpServerException>(() => StartAsync(server, settings));

        Assert.Contains($"The directory {Path.GetDirectoryName(settings.Path)} of this socket", error.Message, StringComparison.Ordinal);
        Assert.Contains(settings.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sockets_are_not_inherited_by_programs()
    {
        await using HttpServer server = MakeServer();
        await StartAsync(server, Unix(), Inet("127.0.0.1", LoopbackPort.Take()));
        using RawClient client = await RawClient.ConnectAsync(server.EndPoints[1]);
        await client.RequestAsync(GetOk);

        const int closeOnExec = 0x80000;
        var sockets = OpenFiles.List().Where(f => f.Target.StartsWith("socket:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(sockets);
        Assert.All(sockets, s => Assert.NotEqual(0, (OpenFiles.Flags(s.Descriptor) ?? closeOnExec) & closeOnExec));
    }

    private const string GetOk = "GET /ok.html HTTP/1.1\r\nHost: x\r\n\r\n";

    private static Task StartAsync(HttpServer server, params HttpServerSettings[] settings) =>
        server.StartAsync(settings, CancellationToken.None);

    private static InetHttpServerSettings Inet(string host, int port) => new() { Section = "inet_http_server:x", Host = host, Port = port };

    private UnixHttpServerSettings Unix() => new() { Section = "unix_http_server", Path = SocketPath };

    private HttpServer MakeServer() => new([new OkPage()], new HttpServerOptions { Log = _log });
}
