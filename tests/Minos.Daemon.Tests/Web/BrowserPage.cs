using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minos.Daemon.Tests.Web;

/// <summary>A tab: clicks and types as a person does, and looks at what is there.</summary>
internal sealed class BrowserPage(Browser browser, string target, string session) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _problems = new();

    public string Session => session;

    /// <summary>Script errors and what the page's security policy has stopped.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public async Task PrepareAsync()
    {
        foreach (string domain in (string[])["Page", "Runtime", "Log"])
        {
            await CallAsync($"{domain}.enable");
        }

        await ResizeAsync(1400, 860);
    }

    public void Receive(string method, JsonNode parameters)
    {
        if (method == "Runtime.exceptionThrown")
        {
            _problems.Enqueue(parameters["exceptionDetails"]!.ToJsonString());
        }
        else if (method == "Log.entryAdded" && parameters["entry"]!["level"]!.GetValue<string>() == "error")
        {
            _problems.Enqueue(parameters["entry"]!.ToJsonString());
        }
    }

    public async Task GoAsync(string url)
    {
        await CallAsync("Page.navigate", new JsonObject { ["url"] = url });
        await WaitAsync($"document.readyState === 'complete' && location.href.startsWith({Quote(url)})");
    }

    public Task ResizeAsync(int width, int height, bool mobile = false) => CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject
    {
        ["width"] = width,
        ["height"] = height,
        ["deviceScaleFactor"] = mobile ? 2 : 1,
        ["mobile"] = mobile,
    });

    public Task PreferAsync(string theme) => CallAsync("Emulation.setEmulatedMedia", new JsonObject
    {
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = theme }),
    });

    public Task DisableScriptsAsync() => CallAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });

    public async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonNode result = await CallAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = expression,
            ["awaitPromise"] = true,
            ["returnByValue"] = true,
        });
        return result["exceptionDetails"] is { } problem
            ? throw new InvalidOperationException($"{expression}: {problem.ToJsonString()}")
            : result["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>Waits until an expression holds.</summary>
    public async Task WaitAsync(string condition)
    {
        using var deadline = new CancellationTokenSource(Browser.Deadline);
        while (true)
        {
            try
            {
                if (await EvaluateAsync<bool>($"Boolean({condition})"))
                {
                    return;
                }
            }
            catch (InvalidOperationException) when (!deadline.IsCancellationRequested)
            {
                // The page is just being left, or is not there yet.
            }

            if (deadline.IsCancellationRequested)
            {
                Assert.Fail($"never became true: {condition}; the page shows: {await EvaluateAsync<string>("document.body.innerText")}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    public Task<string> TextAsync(string selector) => EvaluateAsync<string>($"document.querySelector({Quote(selector)}).textContent");

    /// <summary>Clicks with the mouse in the middle of an element, which must be what is there.</summary>
    public async Task ClickAsync(string selector)
    {
        await WaitAsync($"document.querySelector({Quote(selector)})?.checkVisibility()");
        double[] place = await EvaluateAsync<double[]>(
            $$"""
            (() => {
              const element = document.querySelector({{Quote(selector)}});
              element.scrollIntoView({ block: "center" });
              const box = element.getBoundingClientRect();
              const x = box.x + box.width / 2, y = box.y + box.height / 2;
              if (!element.contains(document.elementFromPoint(x, y))) throw new Error("covered");
              return [x, y];
            })()
            """);
        foreach (string type in (string[])["mouseMoved", "mousePressed", "mouseReleased"])
        {
            await CallAsync("Input.dispatchMouseEvent", new JsonObject
            {
                ["type"] = type,
                ["x"] = place[0],
                ["y"] = place[1],
                ["button"] = "left",
                ["clickCount"] = 1,
            });
        }
    }

    public Task TypeAsync(string text) => CallAsync("Input.insertText", new JsonObject { ["text"] = text });

    /// <summary>Presses a key: a name such as <c>Tab</c>, or a character.</summary>
    public async Task PressAsync(string key, bool shift = false)
    {
        (int code, string? text) = key switch
        {
            "Tab" => (9, null),
            "Enter" => (13, "\r"),
            "Escape" => (27, null),
            "ArrowUp" => (38, null),
            "ArrowDown" => (40, null),
            " " => (32, " "),
            "/" => (191, "/"),
            _ => ((int)char.ToUpperInvariant(key[0]), (string?)key),
        };
        foreach (string type in (string[])["keyDown", "keyUp"])
        {
            var parameters = new JsonObject
            {
                ["type"] = type,
                ["key"] = key,
                ["windowsVirtualKeyCode"] = code,
                ["modifiers"] = shift ? 8 : 0,
            };
            if (text is not null && type == "keyDown")
            {
                parameters["text"] = text;
            }

            await CallAsync("Input.dispatchKeyEvent", parameters);
        }
    }

    /// <summary>Saves what is seen beside the tests' other output.</summary>
    public async Task ScreenshotAsync(string name)
    {
        JsonNode picture = await CallAsync("Page.captureScreenshot");
        string directory = Path.Combine(AppContext.BaseDirectory, "screenshots");
        Directory.CreateDirectory(directory);
        await File.WriteAllBytesAsync(Path.Combine(directory, $"{name}.png"), Convert.FromBase64String(picture["data"]!.GetValue<string>()));
    }

    public async ValueTask DisposeAsync() => await browser.CallAsync("Target.closeTarget", new JsonObject { ["targetId"] = target });

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private Task<JsonNode> CallAsync(string method, JsonObject? parameters = null) => browser.CallAsync(method, parameters, session);
}
