using Minos.Configuration;
using Minos.Logs;

namespace Minos.Daemon.Http;

/// <summary>Passes what the web server has to say on to the main log.</summary>
internal sealed class KestrelLog(ISupervisorLog log) : ILoggerFactory, ILogger
{
    /// <summary>What <see cref="ServerClock"/> does on purpose.</summary>
    private const string ClockStoodStill = "HeartbeatSlow";

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The main log is the only one");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel < LogLevel.None && log.IsEnabled(Level(logLevel));

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && eventId.Name != ClockStoodStill)
        {
            string message = formatter(state, exception);
            log.Write(Level(logLevel), exception is null ? $"HTTP: {message}" : $"HTTP: {message} {exception.Message}");
        }
    }

    public void Dispose()
    {
    }

    // Its connection chatter is no more than Blather here, and its notes on what clients did wrong are Trace.
    private static SupervisorLogLevel Level(LogLevel level) => level switch
    {
        LogLevel.Critical => SupervisorLogLevel.Critical,
        LogLevel.Error => SupervisorLogLevel.Error,
        LogLevel.Warning => SupervisorLogLevel.Warn,
        LogLevel.Information => SupervisorLogLevel.Trace,
        _ => SupervisorLogLevel.Blather,
    };
}
