using System.Net.Sockets;
using Minos.Configuration;
using Minos.Native;
using Minos.Rpc;

namespace Minos.Monitoring.Checks;

/// <summary>httpok: restarts processes when a URL does not answer as it should.</summary>
internal sealed class HttpMonitor(MonitorContext context) : CheckMonitor(context)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(10);
    private readonly string _url = context.Settings.Arguments[0];
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = context.Settings.Timeout,
        DefaultRequestHeaders = { { "User-Agent", "httpok" } },
    };

    protected override async Task CheckAsync()
    {
        if (!Context.Settings.Eager && !(await ProcessesAsync().ConfigureAwait(false)).Any(p => IsNamed(p) && p["statename"].AsString() == "RUNNING"))
        {
            return;
        }

        (string? problem, string status) = await AskAsync().ConfigureAwait(false);
        if (problem is null)
        {
            return;
        }

        var lines = new List<string> { status };
        await RestartAsync(lines).ConfigureAwait(false);
        lines.ForEach(Context.Log.Write);
        string check = Context.Settings.Name is { } name ? $"httpok [{name}]" : "httpok";
        Desk.Notice($"{check}: {_url}: {problem}", string.Join('\n', lines));
    }

    private async Task<(string? Problem, string Status)> AskAsync()
    {
        // Refused is what a server that starts answers, too: superlance asks again every 10 s within the timeout.
        int attempts = (int)((Context.Settings.Timeout.TotalSeconds - 1) / 10) + 1;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using HttpResponseMessage response = await _http.GetAsync(new Uri(_url)).ConfigureAwait(false);
                string body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
                string status = $"status contacting {_url}: {(int)response.StatusCode} {response.ReasonPhrase}";
                bool isExpected = Context.Settings.StatusCodes.Count == 0 ? (int)response.StatusCode == 200 : Context.Settings.StatusCodes.Contains((int)response.StatusCode);
                bool hasBody = Context.Settings.Body is not { } wanted || body.Contains(wanted, StringComparison.Ordinal);
                return (!isExpected ? "bad status returned" : !hasBody ? "bad body returned" : null, status);
            }
            catch (HttpRequestException exception) when (attempt < attempts && exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                await Task.Delay(s_retry).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or InvalidOperationException)
            {
                string reason = exception is TaskCanceledException ? $"no answer within {Context.Settings.Timeout.TotalSeconds:0.#} s" : exception.Message;
                return ("bad status returned", $"error contacting {_url}:\n\n {reason}");
            }
        }
    }

    private async Task RestartAsync(List<string> lines)
    {
        IReadOnlyList<RpcStruct> processes = await ProcessesAsync().ConfigureAwait(false);
        List<string> programs = Context.Settings.Programs;
        lines.Add(Context.Settings.Any ? "Restarting all running processes" : $"Restarting selected processes {PythonText.Repr(programs)}");
        int self = Environment.ProcessId;
        foreach (RpcStruct process in processes.Where(p => (Context.Settings.Any && p["pid"].AsInteger() != self) || IsNamed(p)))
        {
            string name = NameOf(process);
            if (Restarter.Hindrance(process, name) is { } hindrance)
            {
                lines.Add(hindrance);
                continue;
            }

            lines.Add($"{name} is in RUNNING state, restarting");
            await DumpCoreAsync(name, process["pid"].AsInteger(), lines).ConfigureAwait(false);
            await Restarter.RestartAsync(name, lines).ConfigureAwait(false);
        }

        string[] missing = [.. programs.Where(n => !processes.Any(p => n == p["name"].AsString() || n == NameOf(p)))];
        if (missing.Length > 0)
        {
            lines.Add($"Programs not restarted because they did not exist: {PythonText.Repr(missing)}");
        }
    }

    private async Task DumpCoreAsync(string name, long pid, List<string> lines)
    {
        if (Context.Settings.CoreDirectory is not { } directory)
        {
            return;
        }

        try
        {
            string file = Path.Combine(directory, name).Replace("'", "'\\''", StringComparison.Ordinal);
            (_, string output) = await CommandRunner.RunAsync(
                $"{Context.Settings.Gcore} '{file}' {pid}", null, TimeSpan.FromMinutes(5), CancellationToken.None).ConfigureAwait(false);
            lines.Add($"gcore output for {name}:\n\n {output}");
        }
        catch (Exception exception) when (exception is SpawnException or TimeoutException or IOException)
        {
            lines.Add($"gcore failed for {name}: {exception.Message}");
        }
    }

    private static string NameOf(RpcStruct process) => $"{process["group"].AsString()}:{process["name"].AsString()}";

    private bool IsNamed(RpcStruct process) =>
        Context.Settings.Programs.Contains(process["name"].AsString()) || Context.Settings.Programs.Contains(NameOf(process));
}
