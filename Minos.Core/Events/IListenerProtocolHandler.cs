namespace Minos.Events;

/// <summary>Told by <see cref="ListenerProtocol"/> what a listener says.</summary>
internal interface IListenerProtocolHandler
{
    /// <summary>The listener is in another state.</summary>
    void StateChanged(ListenerState from, ListenerState to);

    /// <summary>The listener has answered. The state does not change before this returns.</summary>
    /// <param name="length">Number of bytes of the answer.</param>
    /// <param name="beginning">The answer, or its first <see cref="ListenerProtocol.MaxKeptBytes"/> bytes.</param>
    /// <returns>False when the event has to be delivered again.</returns>
    bool ResultReceived(long length, ReadOnlySpan<byte> beginning);

    /// <summary>The line that should announce the answer does not.</summary>
    void BadResultLine(ReadOnlySpan<byte> line);

    /// <summary>The event that the listener had has to be delivered again. Called after the change of state.</summary>
    void EventRejected();

    /// <summary>The listener wrote what the protocol has no place for; called before the change of state.</summary>
    /// <param name="data">What it wrote, or the first bytes of it.</param>
    void ProtocolViolated(ReadOnlySpan<byte> data);
}
