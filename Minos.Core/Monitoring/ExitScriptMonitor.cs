using System.Text.RegularExpressions;
using System.Threading.Channels;
using Minos.Configuration;
using Minos.Events;
using Minos.Native;

namespace Minos.Monitoring;

/// <summary>process_exit_monitor: runs <c>app_root/service/cluster/job[/instance]/post.sh</c> when a process of a job has ended.</summary>
internal sealed partial class ExitScriptMonitor : IMonitor
{
    private const int MaxWaiting = 1000;
    private const string Shell = "/bin/bash";
    private static readonly string[] s_states = ["PROCESS_STATE_STOPPED", "PROCESS_STATE_EXITED", "PROCESS_STATE_FATAL", "PROCESS_STATE_BACKOFF"];

    private readonly MonitorContext _context;
    private readonly string _root;
    private readonly Channel<string> _scripts = Channel.CreateBounded<string>(MaxWaiting);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    /// <exception cref="IOException">There is no configuration with an app_root.</exception>
    public ExitScriptMonitor(MonitorContext context)
    {
        _context = context;
        string file = context.Settings.ConfigurationFile ?? InstallationFiles.Find("supervisord.conf")
            ?? throw new IOException("Cannot find the config file: supervisord.conf. Name it with --configuration");
        _root = ConfigurationReader.Check(file).Configuration?.RpcInterfaces
            .SelectMany(r => r.Options).FirstOrDefault(o => o.Key == "app_root").Value is { Length: > 0 } root
            ? root
            : throw new IOException($"{file}: no app_root in [rpcinterface:deployment]");
        _work = Task.Run(RunAsync);
    }

    public void Handle(ReceivedEvent received)
    {
        if (!s_states.Contains(received.Name))
        {
            return;
        }

        if (!received.Fields.TryGetValue("processname", out string? process) || !received.Fields.TryGetValue("groupname", out string? group))
        {
            _context.Log.Write($"Malformed event {received.Name}, left out: no processname or groupname in '{received.Payload}'");
            return;
        }

        // A group that is no job has no script; a name that leads elsewhere has none either.
        Match match = Job().Match(group);
        if (!match.Success || match.Groups.Values.Any(g => g.Value is "." or ".."))
        {
            return;
        }

        string from = received.Fields.GetValueOrDefault("from_state", "");
        _context.Log.Write(
            $"<!--XSUPERVISOR:BEGIN-->{MonitorContext.Stamp(_context.Time.GetUtcNow())} Process {process} in group {group} exited from state {from}. "
            + "Now execute the post script.<!--XSUPERVISOR:END-->");
        string directory = Path.Combine(_root, match.Groups["service"].Value, match.Groups["cluster"].Value, match.Groups["job"].Value, match.Groups["instance"].Value);
        string script = Path.Combine(directory, "post.sh");
        if (!File.Exists(script))
        {
            _context.Log.Write($"No post.sh for {match.Groups["service"].Value} found.");
        }
        else if (!_scripts.Writer.TryWrite(script))
        {
            _context.Log.Write($"{script} is not run: {MaxWaiting} scripts wait already");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _scripts.Writer.Complete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (string script in _scripts.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                await RunAsync(script).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The listener ends.
        }
    }

    private async Task RunAsync(string script)
    {
        try
        {
            (ExitStatus status, string output) = await CommandRunner.RunAsync(
                $"exec {Shell} '{script.Replace("'", "'\\''", StringComparison.Ordinal)}'", null, _context.Settings.ScriptTimeout, _stop.Token).ConfigureAwait(false);
            _context.Log.Write($"{script}: {status}{(output.Length == 0 ? "" : "\n" + output.TrimEnd())}");
        }
        catch (Exception exception) when (exception is SpawnException or TimeoutException or IOException)
        {
            _context.Log.Write($"{script}: {exception.Message}");
        }
    }

    [GeneratedRegex(@"^(?<service>[\w.-]+?)--(?<cluster>[\w.-]+?)--(?<job>[A-Za-z_][\w.-]*?)(?<instance>\d*)$")]
    private static partial Regex Job();
}
