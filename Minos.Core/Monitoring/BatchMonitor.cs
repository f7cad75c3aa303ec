using System.Globalization;
using Minos.Events;
using Minos.Monitoring.Alerts;

namespace Minos.Monitoring;

/// <summary>crashmail, crashmailbatch, crashsms and fatalmailbatch: collects what happened for an interval and has it told.</summary>
/// <remarks>The interval is measured by TICK events, as superlance does; crashmail, which gets none, has a clock of its own.</remarks>
internal sealed class BatchMonitor : IMonitor
{
    private const int KeptLines = 5;
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(300);

    private readonly MonitorContext _context;
    private readonly AlertDesk _desk;
    private readonly DetailFetcher _details;
    private readonly AlertKind _kind;
    private readonly Lock _sync = new();
    private readonly Dictionary<string, Incident> _batch = [];
    private readonly Dictionary<string, HourlyCount> _counts = [];
    private readonly Dictionary<string, DateTimeOffset> _running = [];
    private readonly Dictionary<string, DateTimeOffset> _toldAt = [];
    private readonly HashSet<string> _reported = [];
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private readonly Timer? _clock;
    private DateTimeOffset _lastFlush;
    private double _minutes;

    public BatchMonitor(MonitorContext context)
    {
        _context = context;
        _desk = new AlertDesk(context);
        _details = new DetailFetcher(context);
        _kind = context.Name == "fatalmailbatch" ? AlertKind.Fatal : AlertKind.Crash;
        _lastFlush = context.Time.GetUtcNow();
        foreach (Incident incident in _desk.Outbox.LoadBatch())
        {
            _batch[incident.Name] = incident;
        }

        _clock = context.Name == "crashmail" ? new Timer(_ => _ = FlushAsync(isDue: Due)) : null;
        _clock?.Change(s_settle, s_settle);
    }

    private bool Due(string name) =>
        !_toldAt.TryGetValue(name, out DateTimeOffset told)
        || _context.Time.GetUtcNow() - told >= TimeSpan.FromMinutes(_context.Settings.IntervalMinutes);

    public void Handle(ReceivedEvent received)
    {
        if (received.Name.StartsWith("TICK_", StringComparison.Ordinal))
        {
            Tick(received.Name);
        }
        else if (received.Name.StartsWith("PROCESS_STATE_", StringComparison.Ordinal))
        {
            if (!received.Fields.TryGetValue("processname", out string? process) || !received.Fields.TryGetValue("groupname", out string? group))
            {
                _context.Log.Write($"Malformed event {received.Name}, left out: no processname or groupname in '{received.Payload}'");
                return;
            }

            Change(received, group, process);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_clock is not null)
        {
            await _clock.DisposeAsync().ConfigureAwait(false);
        }

        await FlushAsync(static _ => true).ConfigureAwait(false);
        await _desk.DisposeAsync().ConfigureAwait(false);
    }

    private void Tick(string name)
    {
        if (name != _context.Settings.TickEvent || _clock is not null)
        {
            return;
        }

        _minutes += int.Parse(name.AsSpan("TICK_".Length), CultureInfo.InvariantCulture) / 60.0;
        if (_minutes >= _context.Settings.IntervalMinutes)
        {
            _minutes = 0;
            _ = FlushAsync(static _ => true);
        }
    }

    private void Change(ReceivedEvent received, string group, string process)
    {
        string name = $"{group}:{process}";
        DateTimeOffset now = _context.Time.GetUtcNow();
        lock (_sync)
        {
            bool isAlert = _kind == AlertKind.Fatal
                ? received.Name == "PROCESS_STATE_FATAL"
                : received.Name == "PROCESS_STATE_EXITED" && received.Fields.GetValueOrDefault("expected") == "0";
            if (isAlert)
            {
                _ = int.TryParse(received.Fields.GetValueOrDefault("pid"), NumberStyles.None, CultureInfo.InvariantCulture, out int pid);
                Add(group, process, pid, now);
            }

            switch (received.Name)
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
    }

    private void Add(string group, string process, int pid, DateTimeOffset now)
    {
        string name = $"{group}:{process}";
        string stamp = MonitorContext.Stamp(now);
        string line = _context.Name switch
        {
            "fatalmailbatch" => $"{stamp} -- Process {name} failed to start too many times",
            "crashsms" => $"[{name}]({pid}) exited unexpectedly {stamp}",
            "crashmail" => $"Process {process} in group {group} exited unexpectedly (pid {pid}) from state RUNNING",
            _ => $"{stamp} -- Process {name} (pid {pid}) died unexpectedly",
        };
        _context.Log.Write(line);
        if (!_counts.TryGetValue(name, out HourlyCount? count))
        {
            _counts[name] = count = new HourlyCount();
        }

        Incident incident = _batch.TryGetValue(name, out Incident? known)
            ? known with { Count = known.Count + 1, Lines = known.Lines.Count < KeptLines ? [.. known.Lines, line] : known.Lines }
            : new Incident { Kind = _kind, Group = group, Process = process, First = now, Last = now, Lines = [line] };
        _batch[name] = incident with
        {
            Last = now,
            Pid = pid,
            InLastHour = count.Add(now),
            RunningSince = _running.TryGetValue(name, out DateTimeOffset since) ? since : null,
        };
        SaveBatch();
    }

    private async Task FlushAsync(Func<string, bool> isDue)
    {
        await _flushing.WaitAsync().ConfigureAwait(false);
        try
        {
            List<Incident> incidents = TakeBatch(isDue);
            if (incidents.Count == 0)
            {
                return;
            }

            Incident[] complete = await Task.WhenAll(incidents.Select(_details.CompleteAsync)).ConfigureAwait(false);
            bool isKept = true;
            foreach (IReadOnlyList<Incident> together in _clock is null ? [complete] : complete.Select(i => (IReadOnlyList<Incident>)[i]))
            {
                isKept &= _desk.Send(together);
            }

            Settle(incidents, isKept);
        }
        finally
        {
            _flushing.Release();
        }
    }

    private List<Incident> TakeBatch(Func<string, bool> isDue)
    {
        lock (_sync)
        {
            DateTimeOffset now = _context.Time.GetUtcNow();
            List<Incident> taken = [.. _batch.Values.Where(i => isDue(i.Name))];
            if (_context.Settings.TellRecovery)
            {
                taken.AddRange(Recoveries(now));
            }

            taken.ForEach(i => _batch.Remove(i.Name));
            _lastFlush = now;
            return taken;
        }
    }

    // A process has recovered once it has run for a whole interval.
    private IEnumerable<Incident> Recoveries(DateTimeOffset now)
    {
        DateTimeOffset before = _clock is null ? _lastFlush : now - TimeSpan.FromMinutes(_context.Settings.IntervalMinutes);
        foreach (string name in _reported.Where(n => !_batch.ContainsKey(n)))
        {
            if (_running.TryGetValue(name, out DateTimeOffset since) && since <= before)
            {
                string[] parts = name.Split(':', 2);
                yield return new Incident
                {
                    Kind = AlertKind.Recovery,
                    Group = parts[0],
                    Process = parts[1],
                    First = now,
                    Last = now,
                    RunningSince = since,
                    InLastHour = _counts.GetValueOrDefault(name)?.Count(now) ?? 0,
                    Lines = [$"{MonitorContext.Stamp(now)} -- Process {name} has recovered"],
                };
            }
        }
    }

    private void Settle(List<Incident> incidents, bool isKept)
    {
        lock (_sync)
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
                    _toldAt[incident.Name] = _context.Time.GetUtcNow();
                }
                else
                {
                    // What has come since goes on from there: nothing is lost, and the memory stays bounded by the number of processes.
                    _batch[incident.Name] = _batch.TryGetValue(incident.Name, out Incident? later)
                        ? later with { Count = later.Count + incident.Count, First = incident.First, Lines = incident.Lines }
                        : incident;
                }
            }

            SaveBatch();
        }
    }

    private void SaveBatch()
    {
        if (_desk.Outbox.SaveBatch([.. _batch.Values]) is { } problem)
        {
            _context.Log.Write($"Alerts are kept in memory only: {problem}");
        }
    }
}
