using System.Diagnostics;
using System.Text;
using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary>A monitor as a process, whose events come from the test: no test waits for the clock to tick.</summary>
internal sealed class DrivenMonitor : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task _output;
    private int _answers;

    /// <param name="serverUrl">The daemon that it asks.</param>
    /// <param name="arguments">Its name and its options.</param>
    public DrivenMonitor(string serverUrl, params string[] arguments)
    {
        var start = new ProcessStartInfo(Minosd.Binary, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUPERVISOR_SERVER_URL"] = serverUrl;
        // As in the native build (Minos.Daemon.csproj): else garbage may grow to the size of the processor's cache.
        start.Environment["DOTNET_GCgen0size"] = "400000";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
            {
                _error.Append(line.Data).Append('\n');
            }
        };
        _process.BeginErrorReadLine();
        _output = Task.Run(ReadAnswersAsync);
    }

    /// <summary>How many events it has answered; it answers when it has taken an event in.</summary>
    public int Answers => Volatile.Read(ref _answers);

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>The pages that it has in RAM, in KiB (man 5 proc).</summary>
    public long ResidentKilobytes => Commands.StatusOf(_process.Id, "VmRSS");

    public async Task SendAsync(string name, string payload)
    {
        await _process.StandardInput.WriteAsync(
            $"ver:3.0 server:s serial:1 pool:p poolserial:1 eventname:{name} len:{Encoding.UTF8.GetByteCount(payload)}\n{payload}");
        await _process.StandardInput.FlushAsync();
    }

    public Task TickAsync() => SendAsync("TICK_60", "when:60");

    public Task CrashAsync(string group, string process, int pid = 1) =>
        SendAsync("PROCESS_STATE_EXITED", $"processname:{process} groupname:{group} from_state:RUNNING expected:0 pid:{pid}");

    /// <summary>Waits until it has written a text so and so often.</summary>
    public Task SaysAsync(string text, int times = 1) => Commands.UntilAsync(
        () => Task.FromResult(Error.Split(text).Length > times), () => $"the monitor says {times} times '{text}'; it has said:\n{Error}");

    /// <summary>Ticks until it has written a text so and so often: a tick that comes during a check has no check of its own.</summary>
    public Task TickUntilAsync(string text, int times = 1) => Commands.UntilAsync(
        async () =>
        {
            await TickAsync();
            return Error.Split(text).Length > times;
        },
        () => $"the monitor says {times} times '{text}'; it has said:\n{Error}");

    public Task AnsweredAsync(int events) => Commands.UntilAsync(
        () => Task.FromResult(Answers >= events), () => $"{events} events are answered; {Answers} are:\n{Error}");

    /// <summary>Ends its events, and with them it.</summary>
    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Commands.Deadline);
        await _output;
        return _process.ExitCode;
    }

    private async Task ReadAnswersAsync()
    {
        // "RESULT 2\nOK" has no line end: READY follows on the same line.
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.EndsWith("RESULT 2", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _answers);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
