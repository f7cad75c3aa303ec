using System.Diagnostics;
using Minos.Daemon.Tests.Control;
using Minos.Rpc;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>The built minosd with listeners, in a directory of its own.</summary>
internal sealed class ListenerDaemon : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly RpcClient _client;

    private ListenerDaemon(string directory, Process process)
    {
        DirectoryPath = directory;
        _process = process;
        _client = new RpcClient($"unix://{directory}/s.sock");
    }

    public string DirectoryPath { get; }

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="sections">Its programs and listeners; {dir} stands for the directory.</param>
    /// <param name="files">Names and contents of scripts beside the configuration.</param>
    public static Task<ListenerDaemon> StartAsync(string sections, params (string Name, string Text)[] files) => StartAsync(sections, "", files);

    /// <inheritdoc cref="StartAsync(string, ValueTuple{string, string}[])"/>
    public static async Task<ListenerDaemon> StartAsync(string sections, string daemonKeys, params (string Name, string Text)[] files)
    {
        string directory = Directory.CreateTempSubdirectory("minos-events-").FullName;
        foreach ((string name, string text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, name), text);
        }

        await File.WriteAllTextAsync(
            Path.Combine(directory, "s.conf"),
            $"""
            [unix_http_server]
            file={directory}/s.sock
            [supervisord]
            identifier=ident
            logfile={directory}/main.log
            loglevel=debug
            pidfile={directory}/s.pid
            childlogdir={directory}
            {daemonKeys}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            {sections.Replace("{dir}", directory, StringComparison.Ordinal)}
            """);
        Process process = CommandRunner.Start(CommandRunner.Executable, ["-n", "-c", Path.Combine(directory, "s.conf")]);
        // Nobody reads its output, which must not fill a pipe.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var daemon = new ListenerDaemon(directory, process);
        await daemon.WaitAsync("an answer", daemon.AnswersAsync);
        return daemon;
    }

    public Task<RpcValue> CallAsync(string method, params RpcValue[] arguments) => _client.CallAsync("supervisor." + method, arguments);

    public string Text(string file) => File.Exists(Path.Combine(DirectoryPath, file)) ? File.ReadAllText(Path.Combine(DirectoryPath, file)) : "";

    /// <summary>Waits for a text in a file under the directory.</summary>
    public Task WaitForTextAsync(string file, string text) =>
        WaitAsync($"'{text}' in {file}", () => Task.FromResult(Text(file).Contains(text, StringComparison.Ordinal)));

    public Task WaitForStateAsync(string process, string state) => WaitAsync(
        $"{process} {state}", async () => (await CallAsync("getProcessInfo", process)).AsStruct()["statename"].AsString() == state);

    /// <summary>Ends the daemon as an operator would, and waits for it.</summary>
    public async Task<int> ShutDownAsync()
    {
        _ = await CallAsync("shutdown");
        using var deadline = new CancellationTokenSource(s_deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(DirectoryPath, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        Assert.False(_process.HasExited, "minosd has ended: " + Text("main.log"));
        try
        {
            _ = await CallAsync("getState");
            return true;
        }
        catch (RpcConnectionException)
        {
            return false;
        }
    }

    private async Task WaitAsync(string what, Func<Task<bool>> reached)
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        while (!await reached())
        {
            Assert.False(deadline.IsCancellationRequested, $"No {what} within {s_deadline}.\n{Text("main.log")}");
            await Task.Delay(20);
        }
    }
}
