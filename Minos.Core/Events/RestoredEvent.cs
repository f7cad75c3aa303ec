namespace Minos.Events;

/// <summary>An event that happened before the daemon was replaced, as it will be delivered.</summary>
internal sealed record RestoredEvent(EventType Type, string Content) : SupervisorEvent
{
    public override EventType EventType => Type;

    public override string Payload => Content;

    internal override int WaitingBytes => 256 + Content.Length;
}
