using System.Globalization;
using Minos.Events;
using Minos.Monitoring.Alerts;

namespace Minos.Monitoring;

/// <summary>crashmail, crashmailbatch, crashsms and fatalmailbatch: collects what happened for an interval and has it told.</summary>
/// <remarks>The interval is measured by TICK events, as superlance does; crashmail, which gets none, has a clock of its own.</remarks>
internal sealed class BatchMonitor : IMonitor
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(300);

    private readonly MonitorContext _context;
    private readonly AlertDesk _desk;
    private readonly DetailFetcher _details;
    private readonly IncidentBook _book;
    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private readonly TimeSpan _interval;
    private readonly Timer? _clock;
    private DateTimeOffset _lastFlush;
    private TimeSpan _ticked;

    public BatchMonitor(MonitorContext context)
    {
        _context = context;
        _desk = new AlertDesk(context);
        _details = new DetailFetcher(context);
        _interval = TimeSpan.FromMinutes(context.Settings.IntervalMinutes);
        _lastFlush = context.Time.GetUtcNow();
        _book = new IncidentBook(context.Name == "fatalmailbatch" ? AlertKind.Fatal : AlertKind.Crash);
        _book.Restore(_desk.Outbox.LoadBatch());
        _clock = context.Name == "crashmail"
            ? new Timer(_ => _ = FlushAsync(name => _book.IsDue(name, _interval, _context.Time.GetUtcNow())))
            : null;
        _clock?.Change(s_settle, s_settle);
    }

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
        _flushing.Dispose();
    }

    private void Tick(string name)
    {
        if (name != _context.Settings.TickEvent || _clock is not null)
        {
            return;
        }

        _ticked += TimeSpan.FromSeconds(int.Parse(name.AsSpan("TICK_".Length), CultureInfo.InvariantCulture));
        if (_ticked >= _interval)
        {
            _ticked = TimeSpan.Zero;
            _ = FlushAsync(static _ => true);
        }
    }

    private void Change(ReceivedEvent received, string group, string process)
    {
        DateTimeOffset now = _context.Time.GetUtcNow();
        lock (_sync)
        {
            if (_book.IsAlert(received))
            {
                string line = Line(group, process, IncidentBook.PidOf(received), MonitorContext.Stamp(now));
                _context.Log.Write(line);
                _book.Add(received, group, process, line, now);
                Save();
            }

            _book.Change(received.Name, $"{group}:{process}", now);
        }
    }

    // Superlance's words.
    private string Line(string group, string process, int pid, string stamp) => _context.Name switch
    {
        "fatalmailbatch" => $"{stamp} -- Process {group}:{process} failed to start too many times",
        "crashsms" => $"[{group}:{process}]({pid}) exited unexpectedly {stamp}",
        "crashmail" => $"Process {process} in group {group} exited unexpectedly (pid {pid}) from state RUNNING",
        _ => $"{stamp} -- Process {group}:{process} (pid {pid}) died unexpectedly",
    };

    private async Task FlushAsync(Func<string, bool> isDue)
    {
        await _flushing.WaitAsync().ConfigureAwait(false);
        try
        {
            List<Incident> incidents = Take(isDue);
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

            lock (_sync)
            {
                _book.Settle(incidents, isKept, _context.Time.GetUtcNow());
                Save();
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    private List<Incident> Take(Func<string, bool> isDue)
    {
        lock (_sync)
        {
            DateTimeOffset now = _context.Time.GetUtcNow();
            List<Incident> taken = [];
            if (_context.Settings.TellRecovery)
            {
                // A process has recovered once it has run for a whole interval.
                taken.AddRange(_book.Recoveries(_clock is null ? _lastFlush : now - _interval, now));
            }

            taken.InsertRange(0, _book.Take(isDue));
            _lastFlush = now;
            return taken;
        }
    }

    private void Save()
    {
        if (_desk.Outbox.SaveBatch(_book.Untold) is { } problem)
        {
            _context.Log.Write($"Alerts are kept in memory only: {problem}");
        }
    }
}
