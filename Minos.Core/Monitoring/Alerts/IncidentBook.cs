using System.Globalization;
using Minos.Events;

namespace Minos.Monitoring.Alerts;

/// <summary>What has happened to each process and has not been told yet, bounded by the number of processes however often they crash.</summary>
/// <param name="kind">Which events are told.</param>
internal sealed class IncidentBook(AlertKind kind)
{
    private const int KeptLines = 5;

    private readonly Dictionary<string, Incident> _untold = [];
    private readonly Dictionary<string, HourlyCount> _counts = [];
    private readonly Dictionary<string, DateTimeOffset> _running = [];
    private readonly Dictionary<string, DateTimeOffset> _toldAt = [];
    private readonly HashSet<string> _reported = [];

    /// <summary>Everything that has not been told.</summary>
    public IReadOnlyList<Incident> Untold => [.. _untold.Values];

    /// <summary>Takes in what a monitor that ended before its time had not told.</summary>
    public void Restore(IEnumerable<Incident> incidents)
    {
        foreach (Incident incident in incidents)
        {
            _untold[incident.Name] = incident;
        }
    }

    /// <summary>Whether an event is one of those that are told.</summary>
    public bool IsAlert(ReceivedEvent received) => kind == AlertKind.Fatal
        ? received.Name == "PROCESS_STATE_FATAL"
        : received.Name == "PROCESS_STATE_EXITED" && received.Fields.GetValueOrDefault("expected") == "0";

    /// <summary>Takes in something to tell.</summary>
    /// <param name="received">The event.</param>
    /// <param name="group">Its process group.</param>
    /// <param name="process">Its process.</param>
    /// <param name="line">Superlance's line about it.</param>
    /// <param name="now">When it happened.</param>
    public void Add(ReceivedEvent received, string group, string process, string line, DateTimeOffset now)
    {
        string name = $"{group}:{process}";
        if (!_counts.TryGetValue(name, out HourlyCount? count))
        {
            _counts[name] = count = new HourlyCount();
        }

        Incident incident = _untold.TryGetValue(name, out Incident? known)
            ? known with { Count = known.Count + 1, Lines = known.Lines.Count < KeptLines ? [.. known.Lines, line] : known.Lines }
            : new Incident { Kind = kind, Group = group, Process = process, First = now, Last = now, Lines = [line] };
        _untold[name] = incident with
        {
            Last = now,
            Pid = PidOf(received),
            InLastHour = count.Add(now),
            RunningSince = _running.TryGetValue(name, out DateTimeOffset since) ? since : null,
        };
    }

    /// <summary>Takes in a change of state.</summary>
    public void Change(string eventName, string name, DateTimeOffset now)
    {
        switch (eventName)
        {
            case "PROCESS_STATE_RUNNING":
                _running[name] = now;
                break;
            case "PROCESS_STATE_STOPPED":
                // Somebody has seen to it.
                _running.Remove(name);
                _reported.Remove(name);
                break;
            case "PROCESS_STATE_STARTING":
                break;
            default:
                _running.Remove(name);
                break;
        }
    }

    /// <summary>Whether nothing has been told of a process for an interval.</summary>
    public bool IsDue(string name, TimeSpan interval, DateTimeOffset now) =>
        !_toldAt.TryGetValue(name, out DateTimeOffset told) || now - told >= interval;

    /// <summary>Takes out what is to be told now; <see cref="Settle"/> must follow.</summary>
    public List<Incident> Take(Func<string, bool> isDue)
    {
        List<Incident> taken = [.. _untold.Values.Where(i => isDue(i.Name))];
        taken.ForEach(i => _untold.Remove(i.Name));
        return taken;
    }

    /// <summary>The processes that were told of and have been running since <paramref name="since"/> or longer.</summary>
    public IReadOnlyList<Incident> Recoveries(DateTimeOffset since, DateTimeOffset now) =>
    [
        .. from name in _reported
           where !_untold.ContainsKey(name) && _running.TryGetValue(name, out DateTimeOffset start) && start <= since
           select Recovery(name, _running[name], now),
    ];

    /// <summary>Notes what has become of incidents that were taken.</summary>
    /// <param name="incidents">Those.</param>
    /// <param name="isKept">Whether the outbox has them; else they are still to be told.</param>
    /// <param name="now">When.</param>
    public void Settle(IReadOnlyList<Incident> incidents, bool isKept, DateTimeOffset now)
    {
        foreach (Incident incident in incidents)
        {
            if (incident.Kind == AlertKind.Recovery)
            {
                _ = isKept && _reported.Remove(incident.Name);
            }
            else if (isKept)
            {
                _reported.Add(incident.Name);
                _toldAt[incident.Name] = now;
            }
            else
            {
                // What has come since goes on from there: nothing is lost.
                _untold[incident.Name] = _untold.TryGetValue(incident.Name, out Incident? later)
                    ? later with { Count = later.Count + incident.Count, First = incident.First, Lines = incident.Lines }
                    : incident;
            }
        }
    }

    /// <summary>The process id that an event names; 0 when it names none.</summary>
    public static int PidOf(ReceivedEvent received) =>
        int.TryParse(received.Fields.GetValueOrDefault("pid"), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0;

    private Incident Recovery(string name, DateTimeOffset start, DateTimeOffset now)
    {
        string[] parts = name.Split(':', 2);
        return new Incident
        {
            Kind = AlertKind.Recovery,
            Group = parts[0],
            Process = parts[1],
            First = now,
            Last = now,
            RunningSince = start,
            InLastHour = _counts.GetValueOrDefault(name)?.Count(now) ?? 0,
            Lines = [$"{MonitorContext.Stamp(now)} -- Process {name} has recovered"],
        };
    }
}
