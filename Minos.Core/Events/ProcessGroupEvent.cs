namespace Minos.Events;

/// <summary>A process group has become active, or is no longer.</summary>
/// <param name="GroupName">The process group.</param>
/// <param name="IsRemoved">Which of the two.</param>
public sealed record ProcessGroupEvent(string GroupName, bool IsRemoved) : SupervisorEvent
{
    /// <inheritdoc/>
    public override EventType EventType => IsRemoved ? EventType.ProcessGroupRemoved : EventType.ProcessGroupAdded;

    /// <inheritdoc/>
    public override string Payload => $"groupname:{GroupName}\n";
}
