namespace Minos.Configuration;

/// <summary>A process group: a <c>[group:x]</c>, or a program that is in no group (spec 01 sections 5.8 and 6).</summary>
public record ProcessGroupSettings
{
    /// <summary>Name of the group.</summary>
    public required string Name { get; init; }

    /// <summary>Groups start in ascending order of priority and shut down in descending order.</summary>
    public int Priority { get; init; } = 999;

    /// <summary>The processes, in configuration order.</summary>
    public ValueList<ProcessSettings> Processes { get; init; } = [];
}

/// <summary>A pool of event listeners: an <c>[eventlistener:x]</c> section (spec 01 section 5.7).</summary>
public sealed record EventListenerPoolSettings : ProcessGroupSettings
{
    /// <summary>Names of the subscribed events, upper case, as written.</summary>
    public required ValueList<string> Events { get; init; }

    /// <summary>Events kept while no listener is ready.</summary>
    public int BufferSize { get; init; } = 10;

    /// <summary>The result handler's <c>module:callable</c>.</summary>
    public string ResultHandler { get; init; } = "supervisor.dispatchers:default_handler";
}

/// <summary>A FastCGI program whose processes share a listening socket: <c>[fcgi-program:x]</c> (spec 01 section 5.6).</summary>
public sealed record FastCgiGroupSettings : ProcessGroupSettings
{
    /// <summary><c>tcp://host:port</c> or <c>unix:///path</c>.</summary>
    public required string Socket { get; init; }

    /// <summary>listen(2) backlog; null for the system's maximum.</summary>
    public int? Backlog { get; init; }

    /// <summary>Owner of a unix socket; null leaves it.</summary>
    public SocketOwner? Owner { get; init; }

    /// <summary>Mode of a unix socket; null for 0700.</summary>
    public int? Mode { get; init; }
}
