namespace Minos.Fleet.Connections;

/// <summary>How long the next answer of a host may take.</summary>
internal sealed record HostTimes
{
    /// <summary>From the beginning to the first answer: connection, host key and login.</summary>
    internal TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>A look at the host.</summary>
    internal TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Sending files, and what follows until the supervisor answers or has ended.</summary>
    internal TimeSpan Work { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The limit of a phase.</summary>
    internal TimeSpan Of(HostPhase phase) => phase switch
    {
        HostPhase.Connect => Connect,
        HostPhase.Probe or HostPhase.Status => Answer,
        _ => Work,
    };
}
