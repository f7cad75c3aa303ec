using System.Globalization;

namespace Minos.Events;

/// <summary>A beat of the clock.</summary>
/// <param name="Type">TICK_5, TICK_60 or TICK_3600.</param>
/// <param name="When">Seconds since 1970, a multiple of the period.</param>
public sealed record TickEvent(EventType Type, long When) : SupervisorEvent
{
    /// <inheritdoc/>
    public override EventType EventType => Type;

    /// <inheritdoc/>
    public override string Payload => string.Create(CultureInfo.InvariantCulture, $"when:{When}");
}
