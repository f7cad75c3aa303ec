namespace Minos.Events;

/// <summary>A process of a pool of event listeners, as the pool sees it. Used on the supervision thread only.</summary>
public interface IEventListener
{
    /// <summary>The process's name.</summary>
    string Name { get; }

    /// <summary>Whether the process is in state RUNNING; a listener that has not stayed up for long enough gets no events.</summary>
    bool IsRunning { get; }

    /// <summary>Queues bytes for its stdin.</summary>
    /// <returns>False when it has closed its stdin.</returns>
    bool Write(ReadOnlyMemory<byte> bytes);
}
