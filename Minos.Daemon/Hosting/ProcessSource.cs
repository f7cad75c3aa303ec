using System.Globalization;
using Minos.Configuration;
using Minos.Daemon.Http;
using Minos.Daemon.Web;
using Minos.Events;
using Minos.Native;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>What the web pages and the log tails ask about processes.</summary>
internal sealed class ProcessSource(Supervisor supervisor) : ILogFileResolver, IProcessSource
{
    public string? MainLog => supervisor.Configuration.Daemon.LogFile is var file and not "syslog" ? file : null;

    public DaemonIdentity Identity =>
        new(supervisor.Configuration.Daemon.Identifier, Environment.MachineName, DaemonProgram.Version);

    public async ValueTask<string?> ResolveProcessLogAsync(string processNamespec, string channel, CancellationToken cancellationToken) =>
        await supervisor.InvokeAsync(s => Find(s, processNamespec)?.Logs is { } logs
            ? channel switch
            {
                "stdout" => logs.StdoutPath,
                "stderr" => logs.StderrPath,
                _ => null,
            }
            : null).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<ProcessRow>> GetAsync(CancellationToken cancellationToken) =>
        [.. (await supervisor.GetSnapshotsAsync().ConfigureAwait(false)).Select(Row)];

    public async ValueTask<IReadOnlyList<int>> GetPidsAsync(CancellationToken cancellationToken) =>
        await supervisor.InvokeAsync(s => s.Processes.Select(static p => p.Pid).Where(static pid => pid != 0).ToList()).ConfigureAwait(false);

    public async ValueTask<ProcessDetails?> FindAsync(string namespec, CancellationToken cancellationToken)
    {
        (ProcessSnapshot Snapshot, ProcessSettings Settings)? found = await supervisor.InvokeAsync(s =>
            Find(s, namespec) is { } process ? (ProcessSnapshot.Of(process), process.Settings) : ((ProcessSnapshot, ProcessSettings)?)null)
            .ConfigureAwait(false);
        return found is var (snapshot, settings) ? Details(snapshot, settings) : null;
    }

    public async ValueTask<IAsyncDisposable> WatchAsync(Action<ProcessRow> changed, Action regrouped, CancellationToken cancellationToken) =>
        await supervisor.InvokeAsync(s => new Watch(
            s,
            s.Events.Subscribe(EventType.ProcessState, e =>
            {
                if (e is ProcessStateEvent state && s.FindGroup(state.GroupName)?.Find(state.ProcessName) is { } process)
                {
                    changed(Row(ProcessSnapshot.Of(process)));
                }
            }),
            s.Events.Subscribe(EventType.ProcessGroup, _ => regrouped()))).ConfigureAwait(false);

    private static SupervisedProcess? Find(Supervisor supervisor, string namespec)
    {
        var name = ProcessName.Parse(namespec);
        return name.Process is null ? null : supervisor.FindGroup(name.Group)?.Find(name.Process);
    }

    private static ProcessRow Row(ProcessSnapshot process) => new(process.Group, process.Name, process.State.Name(), process.Description)
    {
        Pid = process.Pid,
        Uptime = process.Uptime,
        HttpUrl = process.HttpUrl,
        ExitStatus = process.ExitStatus,
        Restarts = Math.Max(0, process.StartCount - 1),
    };

    private static ProcessDetails Details(ProcessSnapshot process, ProcessSettings settings) => new(Row(process), settings.Command)
    {
        Directory = settings.Directory,
        User = settings.User?.Name,
        Started = process.Start,
        Stopped = process.Stop,
        Problem = process.SpawnError,
        StdoutLog = process.StdoutLog,
        StderrLog = process.StderrLog,
        Settings =
        [
            ("autostart", settings.AutoStart ? "true" : "false"),
            ("autorestart", settings.AutoRestart switch
            {
                AutoRestart.Always => "true",
                AutoRestart.Never => "false",
                _ => $"unexpected (expected exit codes: {string.Join(", ", settings.ExitCodes)})",
            }),
            ("startsecs", settings.StartSeconds.ToString(CultureInfo.InvariantCulture)),
            ("startretries", settings.StartRetries.ToString(CultureInfo.InvariantCulture)),
            ("stopsignal", $"{SignalNames.Describe(settings.StopSignal)}, SIGKILL after {settings.StopWaitSeconds} s"),
            ("priority", settings.Priority.ToString(CultureInfo.InvariantCulture)),
        ],
    };

    private sealed class Watch(Supervisor supervisor, params IDisposable[] subscriptions) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await supervisor.InvokeAsync(_ =>
        {
            foreach (IDisposable subscription in subscriptions)
            {
                subscription.Dispose();
            }

            return true;
        }).ConfigureAwait(false);
    }
}
