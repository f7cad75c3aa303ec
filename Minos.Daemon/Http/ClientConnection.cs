using Microsoft.AspNetCore.Connections;

namespace Minos.Daemon.Http;

/// <summary>One client's connection: which listener it came in by, and the end of those that never ask for anything.</summary>
/// <remarks>Idle connections are only kept for clients that have made a request: others cannot use them all up.</remarks>
internal sealed class ClientConnection : IDisposable
{
    private readonly Timer _silence;

    public ClientConnection(Listener listener, ConnectionContext connection, TimeSpan patience)
    {
        Listener = listener;
        _silence = new Timer(
            static state => ((ConnectionContext)state!).Abort(new ConnectionAbortedException("No request came")),
            connection,
            patience,
            Timeout.InfiniteTimeSpan);
    }

    public Listener Listener { get; }

    /// <summary>A request has come.</summary>
    public void HasSpoken() => _silence.Dispose();

    public void Dispose() => _silence.Dispose();
}
