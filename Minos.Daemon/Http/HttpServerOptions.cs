using Minos.Logs;

namespace Minos.Daemon.Http;

/// <summary>Limits of the HTTP server.</summary>
public sealed record HttpServerOptions
{
    /// <summary>The main log: a line a request at Trace.</summary>
    public required ISupervisorLog Log { get; init; }

    /// <summary>The most bytes of a request's body; more is answered with status 413.</summary>
    public long MaxRequestBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>The most connections at a time to each address; further ones are closed at once.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>How long a client may take to send the header of a request, and to begin its first one.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be idle. Long, as Supervisor's, whose shell does not reconnect by itself.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long answers under way may take when the server stops.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);
}
