using System.Globalization;
using Minos.Rpc;

namespace Minos.Monitoring.Checks;

/// <summary>memmon: restarts processes that use too much memory, each once a look.</summary>
internal sealed class MemoryMonitor(MonitorContext context) : CheckMonitor(context)
{
    protected override async Task CheckAsync()
    {
        LogLimits("programs", Context.Settings.ProgramLimits);
        LogLimits("groups", Context.Settings.GroupLimits);
        if (Context.Settings.AnyLimit is { } any)
        {
            Context.Log.Write(string.Create(CultureInfo.InvariantCulture, $"Checking any={any}"));
        }

        foreach (RpcStruct process in await ProcessesAsync().ConfigureAwait(false))
        {
            await LookAsync(process).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(RpcStruct process)
    {
        string group = process["group"].AsString();
        string name = $"{group}:{process["name"].AsString()}";
        int pid = (int)process["pid"].AsInteger();
        if (pid == 0 || LimitOf(process["name"].AsString(), name, group) is not { } limit
            || ProcessTree.ResidentBytes(pid, Context.Settings.Cumulative) is not { } bytes)
        {
            return;
        }

        Context.Log.Write(string.Create(CultureInfo.InvariantCulture, $"RSS of {name} is {bytes}"));
        if (bytes <= limit)
        {
            return;
        }

        if (Restarter.Hindrance(process, name) is { } hindrance)
        {
            Context.Log.Write(hindrance);
            return;
        }

        Context.Log.Write($"Restarting {name}");
        var notes = new List<string>();
        bool isRestarted = await Restarter.RestartAsync(name, notes).ConfigureAwait(false);
        notes.ForEach(Context.Log.Write);
        Tell(process, name, bytes, isRestarted, notes);
    }

    private void Tell(RpcStruct process, string name, long bytes, bool isRestarted, List<string> notes)
    {
        string check = Context.Settings.Name is { } text ? $"memmon [{text}]" : "memmon";
        if (!isRestarted)
        {
            Desk.Notice($"{check}: process {name} could not be restarted", string.Join('\n', notes));
            return;
        }

        long uptime = process["now"].AsInteger() - process["start"].AsInteger();
        if (Context.Settings.MailUptime is { } youngest && uptime > youngest.TotalSeconds)
        {
            return;
        }

        DateTimeOffset now = Context.Time.GetLocalNow();
        string when = now.ToString("ddd MMM d HH:mm:ss yyyy zzz", CultureInfo.InvariantCulture);
        Desk.Notice(
            $"{check}: process {name} restarted",
            string.Create(
                CultureInfo.InvariantCulture,
                $"memmon restarted the process named {name} at {when} because it was consuming too much memory ({bytes} bytes RSS)"));
    }

    private long? LimitOf(string bare, string name, string group)
    {
        // The strictest of the rules that hold for it: one look, one restart.
        long?[] limits =
        [
            Context.Settings.ProgramLimits.TryGetValue(bare, out long p) ? p : null,
            Context.Settings.ProgramLimits.TryGetValue(name, out long q) ? q : null,
            Context.Settings.GroupLimits.TryGetValue(group, out long g) ? g : null,
            Context.Settings.AnyLimit,
        ];
        return limits.Min();
    }

    private void LogLimits(string what, Dictionary<string, long> limits)
    {
        if (limits.Count > 0)
        {
            IEnumerable<string> shown = limits.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key}={l.Value}"));
            Context.Log.Write($"Checking {what} {string.Join(", ", shown)}");
        }
    }
}
