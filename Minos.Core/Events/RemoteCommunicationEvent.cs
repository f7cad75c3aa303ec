namespace Minos.Events;

/// <summary>A message that a client has sent to the event listeners.</summary>
/// <param name="Type">The client's word for it.</param>
/// <param name="Data">The message.</param>
public sealed record RemoteCommunicationEvent(string Type, string Data) : SupervisorEvent
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.RemoteCommunication;

    /// <inheritdoc/>
    public override string Payload => $"type:{Type}\n{Data}";

    internal override int WaitingBytes => base.WaitingBytes + (2 * (Type.Length + Data.Length));
}
