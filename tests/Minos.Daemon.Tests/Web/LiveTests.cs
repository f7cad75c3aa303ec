using System.Globalization;
using System.Text.Json.Nodes;
using Minos.Daemon.Tests.Http;
using Minos.Daemon.Web;

namespace Minos.Daemon.Tests.Web;

public sealed class LiveTests : IAsyncLifetime
{
    private PageServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await PageServer.StartAsync();
        _server.Daemon.Rows.Add(new ProcessRow("web", "1", "RUNNING", "pid") { Pid = Environment.ProcessId, Uptime = TimeSpan.FromSeconds(61.25) });
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_stream_begins_with_everything_and_goes_on_with_changes_and_usage()
    {
        using RawClient client = await WatchAsync();
        JsonNode snapshot = await NextAsync(client, "snapshot");
        JsonNode process = snapshot["processes"]![0]!;
        Assert.Equal("web:1", process["name"]!.GetValue<string>());
        Assert.Equal(61.2, process["uptime"]!.GetValue<double>());

        _server.Daemon.Changed!(new ProcessRow("web", "1", "FATAL", "line\nbreak"));
        JsonNode state = await NextAsync(client, "state");
        Assert.Equal(("FATAL", "line\nbreak"), (state["state"]!.GetValue<string>(), state["description"]!.GetValue<string>()));

        JsonNode usage = (await NextAsync(client, "usage"))[0]!;
        Assert.Equal(Environment.ProcessId, usage[0]!.GetValue<int>());
        Assert.True(usage[2]!.GetValue<long>() > 1024);
        Assert.True(_server.Live.IsSampling);
    }

    [Fact]
    public async Task Nothing_runs_before_somebody_watches_nor_long_after()
    {
        await _server.GetAsync("/");
        Assert.False(_server.Live.IsSampling);
        Assert.Null(_server.Daemon.Changed);
        using (RawClient client = await WatchAsync())
        {
            await NextAsync(client, "usage");
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_server.Live.IsSampling || _server.Daemon.Changed is not null)
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    [Fact]
    public async Task The_stream_ends_when_the_server_stops()
    {
        using RawClient client = await WatchAsync();
        await NextAsync(client, "snapshot");
        await _server.StopAsync();

        Assert.EndsWith("0\r\n\r\n", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_on_its_way_when_the_server_stops_arrives_and_the_stream_ends()
    {
        using RawClient client = await WatchAsync();
        await NextAsync(client, "snapshot");
        string description = new('x', 64 * 1024);
        // More than the kernel keeps for a client that does not read.
        for (int i = 0; i < 256; i++)
        {
            _server.Daemon.Changed!(new ProcessRow("web", "1", "FATAL", description));
        }

        await client.UntilReceivedAsync(description.Length);
        Task stop = _server.StopAsync();
        Assert.EndsWith("0\r\n\r\n", await client.ReadToEndAsync(), StringComparison.Ordinal);
        await stop;
    }

    [Fact]
    public async Task Other_verbs_are_refused() => Assert.Equal(400, (await _server.PostAsync("/events", "")).Status);

    private async Task<RawClient> WatchAsync()
    {
        RawClient client = await _server.ConnectAsync();
        await client.SendAsync(string.Create(CultureInfo.InvariantCulture, $"GET /events HTTP/1.1\r\nHost: {_server.Authority}\r\n\r\n"));
        RawResponse head = await client.ReadHeadAsync();
        Assert.Equal((200, "text/event-stream"), (head.Status, head.Header("Content-Type")));
        return client;
    }

    /// <summary>The data of the next event of that name.</summary>
    private static async Task<JsonNode> NextAsync(RawClient client, string name)
    {
        while (true)
        {
            string events = await client.ReadChunksUntilAsync("\n\n");
            foreach (string one in events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            {
                string[] lines = one.Split('\n');
                Assert.Equal(2, lines.Length);
                if (lines[0] == $"event: {name}")
                {
                    return JsonNode.Parse(lines[1]["data: ".Length..])!;
                }
            }
        }
    }
}
