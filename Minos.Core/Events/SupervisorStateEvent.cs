namespace Minos.Events;

/// <summary>The daemon begins to supervise, or to stop everything.</summary>
/// <param name="IsStopping">Which of the two.</param>
public sealed record SupervisorStateEvent(bool IsStopping) : SupervisorEvent
{
    /// <inheritdoc/>
    public override EventType EventType => IsStopping ? EventType.SupervisorStateChangeStopping : EventType.SupervisorStateChangeRunning;

    /// <inheritdoc/>
    public override string Payload => "";
}
