namespace Minos.Events;

/// <summary>An event that a pool has accepted.</summary>
/// <param name="Event">The event.</param>
/// <param name="Serial">Its number among all events that any pool has accepted.</param>
/// <param name="PoolSerial">Its number in this pool.</param>
internal sealed record PooledEvent(SupervisorEvent Event, long Serial, long PoolSerial);
