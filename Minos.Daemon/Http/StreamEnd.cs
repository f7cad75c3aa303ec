namespace Minos.Daemon.Http;

/// <summary>When an answer without an end gives its client up: when the client goes, or takes nothing for a while after the server began to stop.</summary>
/// <remarks>The stop itself does not cancel what is on its way: the web server cuts the connection of an answer whose flush is cancelled.</remarks>
internal sealed class StreamEnd : IDisposable
{
    // Less than the server waits (HttpServerOptions.StopGrace).
    private static readonly TimeSpan s_lastFlush = TimeSpan.FromSeconds(1);

    private readonly CancellationToken _aborted;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _leaving;
    private readonly CancellationTokenRegistration _stop;

    public StreamEnd(HttpContext context, CancellationToken stopping)
    {
        (_aborted, _stopping) = (context.RequestAborted, stopping);
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(_aborted);
        _stop = stopping.Register(() => _leaving.CancelAfter(s_lastFlush));
    }

    /// <summary>Is cancelled then.</summary>
    public CancellationToken Token => _leaving.Token;

    /// <summary>Whether the server ends the stream and not the client: as a complete answer.</summary>
    public bool IsByServer => _stopping.IsCancellationRequested && !_aborted.IsCancellationRequested;

    public void Dispose()
    {
        _stop.Dispose();
        _leaving.Dispose();
    }
}
