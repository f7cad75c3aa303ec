using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Minos.Daemon.Http;

/// <summary>One client's connection: which listener it came in by, and the end of those that never ask for anything.</summary>
/// <remarks>Idle connections are only kept for clients that have made a request: others cannot use them all up.</remarks>
internal sealed class ClientConnection : IDisposable
{
    private readonly Timer _silence;

    private readonly DetachedTails _tails;
    private readonly ServerClock _clock;

    public ClientConnection(Listener listener, ConnectionContext connection, TimeSpan patience, DetachedTails tails, ServerClock clock)
    {
        Listener = listener;
        _tails = tails;
        _clock = clock;
        clock.Enter();
        _silence = new Timer(
            static state => ((ConnectionContext)state!).Abort(new ConnectionAbortedException("No request came")),
            connection,
            patience,
            Timeout.InfiniteTimeSpan);
    }

    public Listener Listener { get; }

    /// <summary>A request has come.</summary>
    public void HasSpoken() => _silence.Dispose();

    /// <summary>Gives the connection and what is being sent to the next daemon, when this is an upgrade.</summary>
    /// <param name="context">The request; everything of its answer so far has been sent.</param>
    /// <param name="follower">What is sent; the next daemon's when the answer is yes.</param>
    /// <returns>Whether that is so. What is left here of the connection is only to be aborted.</returns>
    public bool TryHandOver(HttpContext context, LogFollower follower) =>
        // The keys of a TLS connection are in this program's memory.
        Listener.Certificate is null
        && context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
        && _tails.TryTake(socket, follower, isChunked: HttpProtocol.IsHttp11(context.Request.Protocol));

    public void Dispose()
    {
        _silence.Dispose();
        _clock.Leave();
    }
}
