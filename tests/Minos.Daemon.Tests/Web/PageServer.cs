using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Minos.Configuration;
using Minos.Daemon.Http;
using Minos.Daemon.Tests.Http;
using Minos.Daemon.Web;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Web;

/// <summary>The pages over a daemon that only takes notes.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private static readonly string[] s_names =
    [
        "getProcessInfo", "startProcess", "stopProcess", "clearProcessLogs", "startProcessGroup", "stopProcessGroup", "startAllProcesses",
        "stopAllProcesses",
    ];

    private readonly HttpServer _server;

    private PageServer()
    {
        var rpc = new RpcDispatcher(s_names.Select(Method));
        IReadOnlyList<IRequestHandler> handlers = WebHandlers.Create(Daemon, rpc, TimeProvider.System);
        Live = handlers.OfType<LiveHandler>().Single();
        _server = new HttpServer([new LogTailHandler(Daemon), .. handlers], new HttpServerOptions { Log = new RecordingLog() });
    }

    public FakeDaemon Daemon { get; } = new();

    public LiveHandler Live { get; }

    /// <summary>What has been called: <c>stopProcess web:1</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What a call is refused with, by <c>method name</c>.</summary>
    public Dictionary<string, RpcFault> Faults { get; } = [];

    public string Authority => ((IPEndPoint)_server.EndPoints[0]).ToString();

    public static async Task<PageServer> StartAsync(Func<InetHttpServerSettings, InetHttpServerSettings>? change = null)
    {
        var server = new PageServer();
        var settings = new InetHttpServerSettings { Section = "inet_http_server", Host = "127.0.0.1", Port = LoopbackPort.Take() };
        await server._server.StartAsync([change is null ? settings : change(settings)], CancellationToken.None);
        return server;
    }

    public Task<RawResponse> GetAsync(string path, string headers = "", string? host = null) => SendAsync("GET", path, headers, "", host);

    public Task<RawResponse> PostAsync(string path, string form, string headers = "", string? host = null) =>
        SendAsync("POST", path, $"Content-Type: application/x-www-form-urlencoded\r\n{headers}", form, host);

    /// <summary>The token of the page's forms.</summary>
    public async Task<string> TokenAsync()
    {
        if (Daemon.Rows.Count == 0)
        {
            Daemon.Rows.Add(new ProcessRow("cat", "cat", "STOPPED", ""));
        }

        const string Before = "name=\"token\" value=\"";
        string page = (await GetAsync("/")).Body;
        int start = page.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return page[start..page.IndexOf('"', start)];
    }

    public async Task<RawClient> ConnectAsync() => await RawClient.ConnectAsync(_server.EndPoints[0]);

    public Task StopAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task<RawResponse> SendAsync(string verb, string path, string headers, string body, string? host)
    {
        using RawClient client = await ConnectAsync();
        string length = verb == "POST" ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n") : "";
        return await client.RequestAsync($"{verb} {path} HTTP/1.1\r\nHost: {host ?? Authority}\r\n{length}{headers}\r\n{body}");
    }

    private RpcMethod Method(string name) => new(
        new RpcMethodDescription($"supervisor.{name}", "boolean", "For tests.", "Something.", [new RpcParameter("string", "name", "Any", IsOptional: true)]),
        (arguments, _) =>
        {
            string call = arguments.Count == 0 ? name : $"{name} {arguments.GetString(0)}";
            if (name != "getProcessInfo")
            {
                Calls.Enqueue(call);
            }

            if (Faults.TryGetValue(call, out RpcFault? fault))
            {
                throw fault;
            }

            return new ValueTask<RpcValue>(name.EndsWith('s') || name.EndsWith("Group", StringComparison.Ordinal) ? Results() : true);
        });

    /// <summary>What the next calls about groups and all processes answer.</summary>
    public RpcArray Results() => [.. Failed.Select(f => (RpcValue)new RpcStruct
    {
        ["name"] = f,
        ["group"] = "g",
        ["status"] = (int)RpcFaultCode.SpawnError,
        ["description"] = $"SPAWN_ERROR: {f}",
    })];

    public List<string> Failed { get; } = [];
}
