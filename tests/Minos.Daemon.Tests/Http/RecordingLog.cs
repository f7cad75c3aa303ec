using System.Collections.Concurrent;
using Minos.Configuration;
using Minos.Logs;

namespace Minos.Daemon.Tests.Http;

/// <summary>Keeps what the server has to say.</summary>
internal sealed class RecordingLog : ISupervisorLog
{
    private readonly ConcurrentQueue<(SupervisorLogLevel Level, string Message)> _entries = new();

    public IReadOnlyList<(SupervisorLogLevel Level, string Message)> Entries => [.. _entries];

    public bool IsEnabled(SupervisorLogLevel level) => true;

    public void Write(SupervisorLogLevel level, string message) => _entries.Enqueue((level, message));
}
