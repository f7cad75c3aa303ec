using Minos.Configuration;
using Minos.Events;
using Minos.Logs;

namespace Minos.Supervision;

/// <summary>Turns what a process writes into events, where its settings ask for that.</summary>
internal sealed class OutputEvents(string groupName, ProcessSettings settings, EventInbox? inbox)
{
    /// <summary>The sink with callbacks that publish what one child writes.</summary>
    internal OutputSink AddTo(OutputSink sink, OutputStream stream, int pid)
    {
        if (inbox is null)
        {
            return sink;
        }

        OutputSettings output = stream == OutputStream.Stdout ? settings.Stdout : settings.Stderr;
        return sink with
        {
            OutputReceived = output.EventsEnabled
                ? data => inbox.Post(new ProcessLogEvent(settings.Name, groupName, pid, stream, data))
                : null,
            MessageReceived = data => inbox.Post(new ProcessCommunicationEvent(settings.Name, groupName, pid, stream, data)),
        };
    }
}
