using System.Diagnostics;
using System.Net;
using Minos.Tests;

namespace Minos.Daemon.Tests.Http;

public sealed class PythonClientTests
{
    // Calls, a fault, a malformed request and another call: what xmlrpc.client makes of each, on one line.
    private const string Script = """
        import sys, xmlrpc.client, http.client
        port = int(sys.argv[1])
        proxy = xmlrpc.client.ServerProxy(f"http://user:123@127.0.0.1:{port}/RPC2")
        out = [proxy.test.echo("a\u00fc<&>\n b")]
        try: proxy.no.such()
        except xmlrpc.client.Fault as e: out.append((e.faultCode, e.faultString))
        try: proxy.test.crash()
        except xmlrpc.client.ProtocolError as e: out.append((e.errcode, e.errmsg))
        out.append(proxy.system.multicall([{"methodName": "test.echo", "params": ["x"]}, {"methodName": "test.echo"}]))
        try: xmlrpc.client.ServerProxy(f"http://user:no@127.0.0.1:{port}/RPC2").test.echo("x")
        except xmlrpc.client.ProtocolError as e: out.append((e.errcode, e.errmsg))
        print(ascii(out))
        """;

    [SkippableFact]
    public async Task Pythons_client_is_served()
    {
        await using TestServer server = await TestServer.StartAsync();
        string output = await RunAsync(Requires.Program("python3"), "-c", Script, ((IPEndPoint)server.Inet).Port.ToString());

        Assert.Equal(
            "['a\\xfc<&>\\n b', (1, 'UNKNOWN_METHOD'), (500, 'Internal Server Error'), "
            + "['x', {'faultCode': 2, 'faultString': 'INCORRECT_PARAMETERS'}], (401, 'Unauthorized')]\n",
            output);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", await errors);
        return output;
    }
}
