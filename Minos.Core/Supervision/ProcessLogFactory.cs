using System.Collections.Concurrent;
using Minos.Configuration;
using Minos.Events;
using Minos.Logs;

namespace Minos.Supervision;

/// <summary>Names and makes the logs of processes.</summary>
/// <param name="pump">Writes them.</param>
/// <param name="daemon">The daemon's settings as last read: directory and identifier of AUTO logs, what is done to the lines.</param>
/// <param name="log">The main log.</param>
/// <param name="events">Gets the events about output; null when nobody wants them.</param>
/// <param name="inherited">What an earlier daemon has left: AUTO logs keep the names that it gave them, once.</param>
public sealed class ProcessLogFactory(
    LogPump pump, Func<DaemonSettings> daemon, ISupervisorLog log, EventInbox? events = null, IReadOnlyList<JournalEntry>? inherited = null)
    : IProcessLogFactory
{
    private readonly ConcurrentDictionary<(string Group, string Name), JournalEntry> _inherited =
        new((inherited ?? []).Select(static e => KeyValuePair.Create(e.Key, e)));

    /// <inheritdoc/>
    public IProcessLogs Create(string groupName, ProcessSettings settings)
    {
        _ = _inherited.TryRemove((groupName, settings.Name), out JournalEntry? left);
        return new ProcessLogs(
            pump,
            new OutputEvents(groupName, settings, events),
            groupName,
            settings,
            PathOf(settings, settings.Stdout, "stdout", left?.StdoutLog),
            settings.RedirectStderr ? null : PathOf(settings, settings.Stderr, "stderr", left?.StderrLog),
            daemon());
    }

    private string? PathOf(ProcessSettings settings, OutputSettings output, string stream, string? left) => output.Destination switch
    {
        LogDestination.None => null,
        LogDestination.File => output.Path,
        _ => left is { Length: > 0 } && File.Exists(left) ? left : CreateAutomatic(settings, stream),
    };

    private string? CreateAutomatic(ProcessSettings settings, string stream)
    {
        try
        {
            return ChildLogNames.Create(daemon().ChildLogDirectory, settings.Name, stream, daemon().Identifier);
        }
        catch (IOException exception)
        {
            // The program matters more than its log.
            log.Critical($"'{settings.Name}' runs without a {stream} log: {exception.Message}");
            return null;
        }
    }
}
