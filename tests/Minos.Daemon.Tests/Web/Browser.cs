using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minos.Tests;

namespace Minos.Daemon.Tests.Web;

/// <summary>A headless Chromium with a profile of its own, driven over the DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly string[] s_arguments =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
    ];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _calls = new();
    private readonly ConcurrentDictionary<string, BrowserPage> _pages = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _receiving = Task.CompletedTask;
    private int _lastCall;

    private Browser(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    public static async Task<Browser> StartAsync()
    {
        string program = Requires.Program("chromium");
        string profile = Directory.CreateTempSubdirectory("minos-browser-").FullName;
        var start = new ProcessStartInfo(program, [.. s_arguments, $"--user-data-dir={profile}", "about:blank"]) { RedirectStandardError = true };
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            const string Prefix = "DevTools listening on ";
            if (line.Data?.StartsWith(Prefix, StringComparison.Ordinal) == true)
            {
                address.TrySetResult(line.Data[Prefix.Length..]);
            }
        };
        process.BeginErrorReadLine();
        var browser = new Browser(process, profile);
        try
        {
            using var deadline = new CancellationTokenSource(Deadline);
            await browser._socket.ConnectAsync(new Uri(await address.Task.WaitAsync(deadline.Token)), deadline.Token);
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }

        browser._receiving = browser.ReceiveAsync();
        return browser;
    }

    public async Task<BrowserPage> OpenAsync()
    {
        JsonNode target = await CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        string id = target["targetId"]!.GetValue<string>();
        JsonNode session = await CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = id, ["flatten"] = true });
        var page = new BrowserPage(this, id, session["sessionId"]!.GetValue<string>());
        _pages[page.Session] = page;
        await page.PrepareAsync();
        return page;
    }

    public async Task<JsonNode> CallAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        int id = Interlocked.Increment(ref _lastCall);
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            call["sessionId"] = session;
        }

        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _receiving;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _socket.Dispose();
        _sending.Dispose();
        _ending.Dispose();
        DeleteProfile();
    }

    // Its helpers may still be writing for a moment.
    private void DeleteProfile()
    {
        for (int tries = 0; Directory.Exists(_profile); tries++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
            }
            catch (IOException) when (tries < 100)
            {
            }
        }
    }

    private async Task ReceiveAsync()
    {
        var message = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(), _ending.Token);
                message.Write(buffer, 0, part.Count);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (part.EndOfMessage)
                {
                    Dispatch(JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The end.
        }
    }

    private void Dispatch(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            if (_calls.TryRemove(id.GetValue<int>(), out TaskCompletionSource<JsonNode>? call))
            {
                if (message["error"] is { } error)
                {
                    call.SetException(new InvalidOperationException(error.ToJsonString()));
                }
                else
                {
                    call.SetResult(message["result"]!);
                }
            }
        }
        else if (message["sessionId"] is { } session && _pages.TryGetValue(session.GetValue<string>(), out BrowserPage? page))
        {
            page.Receive(message["method"]!.GetValue<string>(), message["params"]!);
        }
    }
}
