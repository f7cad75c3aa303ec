using Minos.Configuration;

namespace Minos.Logs;

/// <summary>Where the daemon's own messages go: the main log. Callable from any thread; never blocks on a disk, never throws.</summary>
public interface ISupervisorLog
{
    /// <summary>Whether a message of this level is kept; asked before costly messages are put together.</summary>
    bool IsEnabled(SupervisorLogLevel level);

    /// <summary>Adds one message, without line end.</summary>
    void Write(SupervisorLogLevel level, string message);
}
