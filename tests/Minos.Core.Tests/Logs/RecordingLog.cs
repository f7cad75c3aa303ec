using System.Collections.Concurrent;
using Minos.Configuration;
using Minos.Logs;

namespace Minos.Core.Tests.Logs;

internal sealed class RecordingLog : ISupervisorLog
{
    public SupervisorLogLevel Level { get; set; } = SupervisorLogLevel.Info;

    public ConcurrentQueue<(SupervisorLogLevel Level, string Message)> Entries { get; } = [];

    public IEnumerable<string> Messages => Entries.Select(entry => entry.Message);

    public bool IsEnabled(SupervisorLogLevel level) => level >= Level;

    public void Write(SupervisorLogLevel level, string message)
    {
        if (IsEnabled(level))
        {
            Entries.Enqueue((level, message));
        }
    }
}
