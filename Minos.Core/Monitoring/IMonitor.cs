using Minos.Events;

namespace Minos.Monitoring;

/// <summary>What a monitor does with events. Disposing of it finishes what it has begun.</summary>
internal interface IMonitor : IAsyncDisposable
{
    /// <summary>Takes an event in; anything that may last goes on elsewhere.</summary>
    void Handle(ReceivedEvent received);
}
