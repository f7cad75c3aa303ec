using System.Runtime.CompilerServices;
using Minos.Configuration;
using Minos.Supervision;

namespace Minos.Rpc;

/// <content>What processes do and how they are configured.</content>
public sealed partial class SupervisorMethods
{
    // An answer is kept as long as what it was made of.
    private readonly ConditionalWeakTable<IReadOnlyList<ProcessSnapshot>, RpcArray> _answers = [];

    private void AddInformation(Dictionary<string, RpcHandler> handlers)
    {
        handlers["getProcessInfo"] = OnSupervisionThread(static (supervisor, arguments) =>
            Describe(ProcessSnapshot.Of(FindProcess(supervisor, arguments.GetString(0))), HasFork(supervisor)));
        handlers["getAllProcessInfo"] = WhileRunningAsync(async (_, _) =>
            Describe(await _supervisor.GetSnapshotsAsync().ConfigureAwait(false)));
        handlers["getAllConfigInfo"] = OnSupervisionThread(static (supervisor, _) =>
        {
            var all = new List<(string Name, RpcStruct Value)>();
            foreach (ProcessGroupSettings group in supervisor.Configuration.Groups)
            {
                ProcessGroup? active = supervisor.FindGroup(group.Name);
                all.AddRange(group.Processes.Select(p => (p.Name, Describe(group, p, active))));
            }

            return new RpcArray(all.OrderBy(static e => e.Name, StringComparer.Ordinal).Select(static e => e.Value));
        });
    }

    /// <summary>Many who ask at once get the same answer.</summary>
    private RpcArray Describe(IReadOnlyList<ProcessSnapshot> snapshots)
    {
        if (_answers.TryGetValue(snapshots, out RpcArray? answer))
        {
            answer.KeepXml();
            return answer;
        }

        bool hasFork = HasFork(_supervisor);
        answer = new RpcArray(snapshots
            .OrderBy(static s => s.Group, StringComparer.Ordinal).ThenBy(static s => s.Name, StringComparer.Ordinal)
            .Select(s => Describe(s, hasFork)));
        _answers.AddOrUpdate(snapshots, answer);
        return answer;
    }

    /// <summary>The Minos fork's clients expect its member; Supervisor's have never seen it.</summary>
    private static bool HasFork(Supervisor supervisor) => supervisor.Configuration.Daemon.SubprocessPidFile is not null;

    private static RpcStruct Describe(ProcessSnapshot process, bool hasFork)
    {
        var info = new RpcStruct(15)
        {
            { "name", process.Name },
            { "group", process.Group },
            { "start", Seconds(process.Start) },
            { "stop", Seconds(process.Stop) },
            { "now", Seconds(process.Now) },
            { "state", (int)process.State },
            { "statename", process.State.Name() },
            { "spawnerr", process.SpawnError ?? "" },
            { "exitstatus", process.ExitStatus ?? 0 },
            { "logfile", process.StdoutLog ?? "" },
            { "stdout_logfile", process.StdoutLog ?? "" },
            { "stderr_logfile", process.StderrLog ?? "" },
            { "pid", process.Pid },
            { "description", process.Description },
        };
        if (hasFork || process.IsResumed)
        {
            info["resumed"] = process.IsResumed;
        }

        return info;
    }

    private static int Seconds(DateTimeOffset? time) =>
        time is null ? 0 : (int)Math.Clamp(time.Value.ToUnixTimeSeconds(), int.MinValue, int.MaxValue);

    private static RpcStruct Describe(ProcessGroupSettings group, ProcessSettings process, ProcessGroup? active)
    {
        // AUTO logs have a name only where the active group was made from this very configuration.
        IProcessLogs? logs = ReferenceEquals(active?.Settings, group) ? active.Find(process.Name)?.Logs : null;
        return new RpcStruct(30)
        {
            { "autostart", process.AutoStart },
            { "autorestart", process.AutoRestart == AutoRestart.Unexpected ? "unexpected" : process.AutoRestart == AutoRestart.Always },
            { "directory", process.Directory ?? "none" },
            { "uid", process.User is null ? "none" : (int)Math.Min(process.User.UserId, int.MaxValue) },
            { "command", process.Command },
            { "exitcodes", new RpcArray(process.ExitCodes.Select(static c => (RpcValue)c)) },
            { "group", group.Name },
            { "group_prio", group.Priority },
            { "inuse", active is not null },
            { "killasgroup", process.KillAsGroup },
            { "name", process.Name },
            { "process_prio", process.Priority },
            { "redirect_stderr", process.RedirectStderr },
            { "startretries", process.StartRetries },
            { "startsecs", process.StartSeconds },
            { "stdout_capture_maxbytes", process.Stdout.CaptureMaxBytes },
            { "stdout_events_enabled", process.Stdout.EventsEnabled },
            { "stdout_logfile", LogName(process.Stdout, logs?.StdoutPath) },
            { "stdout_logfile_backups", process.Stdout.Backups },
            { "stdout_logfile_maxbytes", process.Stdout.MaxBytes },
            { "stdout_syslog", process.Stdout.Syslog },
            { "stopsignal", process.StopSignal },
            { "stopwaitsecs", process.StopWaitSeconds },
            { "stderr_capture_maxbytes", process.Stderr.CaptureMaxBytes },
            { "stderr_events_enabled", process.Stderr.EventsEnabled },
            { "stderr_logfile", LogName(process.Stderr, logs?.StderrPath) },
            { "stderr_logfile_backups", process.Stderr.Backups },
            { "stderr_logfile_maxbytes", process.Stderr.MaxBytes },
            { "stderr_syslog", process.Stderr.Syslog },
            { "serverurl", process.ServerUrl ?? "none" },
        };
    }

    private static string LogName(OutputSettings output, string? path) => output.Destination switch
    {
        LogDestination.None => "none",
        LogDestination.File => output.Path!,
        _ => path ?? "auto",
    };
}
