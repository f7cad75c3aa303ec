using Minos.Events;
using Minos.Logs;

namespace Minos.Supervision;

/// <content>What the next daemon is told, and what an earlier one has left.</content>
public sealed partial class Supervisor
{
    private readonly ProcessJournal? _journal;
    private IReadOnlyList<JournalEntry> _inherited;

    /// <summary>What the next daemon has to know of every process. On the supervision thread.</summary>
    public IReadOnlyList<JournalEntry> ToJournal() => [.. Processes.Select(ToJournal)];

    /// <summary>Waits until the next daemon would know what has become of the processes so far, but not long for a disk that hangs.</summary>
    public Task NotedAsync() => _journal?.FlushAsync() ?? Task.CompletedTask;

    private JournalEntry ToJournal(SupervisedProcess process) => process.ToJournal() with
    {
        Listener = (byte)(_listeners.GetValueOrDefault(process)?.State ?? ListenerState.Acknowledged),
    };

    /// <summary>What goes to the daemon that is executed in this one's place; null while something is under way. On the supervision thread.</summary>
    /// <param name="serial">The counter of events.</param>
    public Handover? TryHandOver(EventSerial serial)
    {
        if (State != SupervisorState.Running || !Processes.All(static p => p.IsSettled))
        {
            return null;
        }

        foreach (SupervisedProcess process in Processes)
        {
            Note(process);
        }

        return new Handover
        {
            EventSerial = serial.Last,
            Pools = [.. Events.Pools.Select(static p => p.Save())],
            Inputs = [.. Processes.Where(static p => p.PendingInput.Length > 0).Select(static p => new PendingInput(p.GroupName, p.Name, p.PendingInput))],
        };
    }

    private void TakeOver(Handover handover)
    {
        foreach (PoolState state in handover.Pools)
        {
            Events.Pools.FirstOrDefault(p => p.Name == state.Name)?.Load(state);
        }

        foreach (PendingInput input in handover.Inputs)
        {
            _ = FindGroup(input.Group)?.Find(input.Name)?.WriteInput(input.Bytes);
        }
    }

    /// <summary>While a start is under way its kernel knows more, but not that it is to be stopped.</summary>
    private void Note(SupervisedProcess process)
    {
        if (!process.IsLaunching)
        {
            _journal?.Note(ToJournal(process));
        }
        else if (process.IsBeingStopped)
        {
            _journal?.NoteStop(process.GroupName, process.Name, process.StartCount);
        }
    }

    private void Restore()
    {
        foreach (JournalEntry entry in _inherited)
        {
            if (FindGroup(entry.Group)?.Find(entry.Name) is not { } process)
            {
                StopStranger(entry);
            }
            else
            {
                _listeners.GetValueOrDefault(process)?.Resume((ListenerState)entry.Listener);
                process.Restore(entry);
            }
        }

        _inherited = [];
    }

    /// <summary>Its section is gone from the configuration, or its number: it is ended as it was configured to be.</summary>
    private void StopStranger(JournalEntry entry)
    {
        if (LeftProcess.TryOpen(_loop, entry, _log, () => _journal?.Forget(entry.Group, entry.Name)) is { } left)
        {
            _log.Warn($"'{entry.Name}' (pid {left.Pid}) of group '{entry.Group}' is no longer in the configuration; it is stopped");
            left.Stop();
        }
        else
        {
            _journal?.Forget(entry.Group, entry.Name);
        }
    }
}
