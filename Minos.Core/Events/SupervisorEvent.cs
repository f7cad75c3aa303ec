namespace Minos.Events;

/// <summary>Something that event listeners can subscribe to (Supervisor's manual, "Event Types").</summary>
public abstract record SupervisorEvent
{
    /// <summary>The concrete type's name, e.g. <c>REMOTE_COMMUNICATION</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What listeners get after the header.</summary>
    public abstract string Payload { get; }
}

/// <summary>A message that a client has sent to the event listeners.</summary>
/// <param name="Type">The client's word for it.</param>
/// <param name="Data">The message.</param>
public sealed record RemoteCommunicationEvent(string Type, string Data) : SupervisorEvent
{
    /// <inheritdoc/>
    public override string Name => "REMOTE_COMMUNICATION";

    /// <inheritdoc/>
    public override string Payload => $"type:{Type}\n{Data}";
}
