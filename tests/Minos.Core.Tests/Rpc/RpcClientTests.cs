using System.Net;
using System.Net.Sockets;
using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

public class RpcClientTests
{
    private const string Seven = "<methodResponse><params><param><value><int>7</int></value></param></params></methodResponse>";

    [Fact]
    public async Task Calls_share_a_connection_and_carry_the_credentials()
    {
        await using var server = new CannedServer(new IPEndPoint(IPAddress.Loopback, 0), CannedServer.Answer(Seven));
        using var client = new RpcClient(server.Url, new RpcClientOptions { UserName = "us", Password = "é:x" });
        Assert.Equal(7, (await client.CallAsync("supervisor.getPID")).AsInteger());
        Assert.Equal(7, (await client.CallAsync("supervisor.readLog", [-1, 0])).AsInteger());
        Assert.Equal(1, server.ConnectionCount);
        Assert.StartsWith("POST /RPC2 HTTP/1.1\r\n", server.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Basic dXM6w6k6eA==\r\n", server.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/xml\r\n", server.Received, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: ", server.Received, StringComparison.Ordinal);
        Assert.Contains("<value><int>-1</int></value>", server.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_in_the_address_is_used_and_its_password_is_shown_nowhere()
    {
        await using var server = new CannedServer(new IPEndPoint(IPAddress.Loopback, 0), CannedServer.Answer("no", "401 Unauthorized"));
        using var client = new RpcClient(server.Url.Replace("://", "://us:%C3%A9:x@", StringComparison.Ordinal));
        RpcHttpException refused = await Assert.ThrowsAsync<RpcHttpException>(() => client.CallAsync("supervisor.getPID"));
        Assert.Contains("\r\nAuthorization: Basic dXM6w6k6eA==\r\n", server.Received, StringComparison.Ordinal);
        Assert.Contains("://us:***@127.0.0.1:", refused.Message, StringComparison.Ordinal);
        Assert.Equal(client.ServerUrl, RpcClient.WithoutPassword(client.ServerUrl));
    }

    [Theory]
    [InlineData("http://h:1")]
    [InlineData("http://us@h:1/x:y@z")]
    [InlineData("unix:///a:b@c")]
    [InlineData("h:1@2")]
    [InlineData("http://")]
    [InlineData("")]
    public void An_address_without_a_password_is_shown_as_it_is(string url) => Assert.Equal(url, RpcClient.WithoutPassword(url));

    [Fact]
    public async Task A_unix_socket_is_called_without_credentials_when_there_are_none()
    {
        string directory = Directory.CreateTempSubdirectory("minos-rpc-").FullName;
        string path = Path.Combine(directory, "s.sock");
        await using (var server = new CannedServer(new UnixDomainSocketEndPoint(path), CannedServer.Answer(Seven)))
        {
            using var client = new RpcClient($"unix://{path}");
            Assert.Equal(7, (await client.CallAsync("supervisor.getPID")).AsInteger());
            Assert.DoesNotContain("Authorization", server.Received, StringComparison.Ordinal);
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_multicall_tells_results_from_faults()
    {
        const string Results = "<methodResponse><params><param><value><array><data><value><int>7</int></value><value><struct><member><name>faultCode</name><value><int>10</int></value></member><member><name>faultString</name><value>BAD_NAME: x</value></member></struct></value></data></array></value></param></params></methodResponse>";
        await using var server = new CannedServer(new IPEndPoint(IPAddress.Loopback, 0), CannedServer.Answer(Results));
        using var client = new RpcClient(server.Url);
        IReadOnlyList<RpcResult> results =
            await client.MulticallAsync([new RpcCall("supervisor.getPID", []), new RpcCall("supervisor.getProcessInfo", ["x"])]);
        Assert.Equal(7, results[0].Value.AsInteger());
        Assert.Null(results[0].Fault);
        Assert.Equal(RpcFaultCode.BadName, results[1].Fault?.Code);
        Assert.Throws<RpcFault>(() => results[1].Value);
        await Assert.ThrowsAsync<MalformedRpcException>(() => client.MulticallAsync([]));
    }

    [Fact]
    public async Task Another_status_than_200_is_told()
    {
        await using var server = new CannedServer(new IPEndPoint(IPAddress.Loopback, 0), CannedServer.Answer("no", "401 Unauthorized"));
        using var client = new RpcClient(server.Url);
        RpcHttpException error = await Assert.ThrowsAsync<RpcHttpException>(() => client.CallAsync("supervisor.getPID"));
        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized"), (error.StatusCode, error.Reason));
    }

    [Fact]
    public async Task An_answer_that_is_not_xml_rpc_is_malformed()
    {
        await using var server = new CannedServer(new IPEndPoint(IPAddress.Loopback, 0), CannedServer.Answer("<html>hello</html>"));
        using var client = new RpcClient(server.Url);
        await Assert.ThrowsAsync<MalformedRpcException>(() => client.CallAsync("supervisor.getPID"));
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_refused()
    {
        // Bound but not listening: nobody else can have it.
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new RpcClient($"http://{bound.LocalEndPoint}");
        RpcConnectionException error = await Assert.ThrowsAsync<RpcConnectionException>(() => client.CallAsync("supervisor.getPID"));
        Assert.Equal(RpcConnectionException.ConnectionRefused, error.ErrorNumber);
    }

    [Fact]
    public async Task A_socket_file_that_does_not_exist_is_told_from_one_that_nobody_listens_on()
    {
        using var missing = new RpcClient("unix:///no/such/socket");
        Assert.Equal(
            RpcConnectionException.NoSuchFile,
            (await Assert.ThrowsAsync<RpcConnectionException>(() => missing.CallAsync("supervisor.getPID"))).ErrorNumber);

        string file = Path.GetTempFileName();
        using var stale = new RpcClient($"unix://{file}");
        Assert.Equal(
            RpcConnectionException.ConnectionRefused,
            (await Assert.ThrowsAsync<RpcConnectionException>(() => stale.CallAsync("supervisor.getPID"))).ErrorNumber);
        File.Delete(file);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_runs_into_the_timeout()
    {
        await using var server = new CannedServer(new IPEndPoint(IPAddress.Loopback, 0), answer: null);
        using var client = new RpcClient(server.Url, new RpcClientOptions { Timeout = TimeSpan.FromMilliseconds(200) });
        await Assert.ThrowsAsync<TimeoutException>(() => client.CallAsync("supervisor.getPID"));
    }

    [Fact]
    public async Task A_call_can_be_cancelled()
    {
        await using var server = new CannedServer(new IPEndPoint(IPAddress.Loopback, 0), answer: null);
        using var client = new RpcClient(server.Url);
        using var cancellation = new CancellationTokenSource();
        Task<RpcValue> call = client.CallAsync("supervisor.getPID", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task An_answer_that_is_not_http_is_a_broken_connection()
    {
        await using var server = new CannedServer(new IPEndPoint(IPAddress.Loopback, 0), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nBad Header\r\n\r\n");
        using var client = new RpcClient(server.Url);
        RpcConnectionException error = await Assert.ThrowsAsync<RpcConnectionException>(() => client.CallAsync("supervisor.getPID"));
        Assert.Equal(0, error.ErrorNumber);
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("localhost:9001")]
    [InlineData("unix://")]
    [InlineData("")]
    public void Another_kind_of_url_is_refused(string url) => Assert.Throws<UriFormatException>(() => new RpcClient(url));
}
