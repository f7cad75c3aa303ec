using Minos.Configuration;
using Minos.Events;
using Minos.Logs;

namespace Minos.Supervision;

/// <summary>Names and makes the logs of processes.</summary>
/// <param name="pump">Writes them.</param>
/// <param name="daemon">The daemon's settings as last read: directory and identifier of AUTO logs, ANSI stripping.</param>
/// <param name="log">The main log.</param>
/// <param name="events">Gets the events about output; null when nobody wants them.</param>
public sealed class ProcessLogFactory(LogPump pump, Func<DaemonSettings> daemon, ISupervisorLog log, EventInbox? events = null) : IProcessLogFactory
{
    /// <inheritdoc/>
    public IProcessLogs Create(string groupName, ProcessSettings settings) => new ProcessLogs(
        pump, new OutputEvents(groupName, settings, events), settings, PathOf(settings, settings.Stdout, "stdout"), settings.RedirectStderr ? null : PathOf(settings, settings.Stderr, "stderr"), daemon().StripAnsi);

    private string? PathOf(ProcessSettings settings, OutputSettings output, string stream) => output.Destination switch
    {
        LogDestination.None => null,
        LogDestination.File => output.Path,
        _ => CreateAutomatic(settings, stream),
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
