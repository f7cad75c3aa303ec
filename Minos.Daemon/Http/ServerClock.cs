using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Minos.Daemon.Http;

/// <summary>Stops the web server's clock while nobody is connected.</summary>
/// <remarks>
/// Kestrel wakes up once a second to end clients that are too slow, also when there are none, and has no setting for it. It tells each
/// connection of the turns of that clock, on the clock's own thread: a connection that is nobody's makes the clock wait until somebody comes.
/// The server is not stopped instead, because the kernel may refuse the thread when it is to begin again: the
/// programs reach the limits that count threads (<see cref="Hosting.WorkerThreads"/>), and that is when somebody asks.
/// </remarks>
internal sealed class ServerClock
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private int _connections;

    /// <summary>Where the web server finds the connection that is nobody's.</summary>
    public EndPoint EndPoint { get; } = new NobodysEndPoint();

    /// <summary>Accepts that connection.</summary>
    public IConnectionListener Listen() => new NobodysListener(EndPoint);

    /// <summary>Serves that connection.</summary>
    public Task ServeAsync(ConnectionContext connection)
    {
        connection.Features.GetRequiredFeature<IConnectionHeartbeatFeature>().OnHeartbeat(static clock => ((ServerClock)clock).Wait(), this);
        return _stopped.Task;
    }

    /// <summary>Somebody has come.</summary>
    public void Enter() => Count(1);

    /// <summary>He has gone: without others the clock stops at its next turn.</summary>
    public void Leave() => Count(-1);

    /// <summary>Lets the web server end. Before it is told to, because it waits for the thread first.</summary>
    public void Stop()
    {
        Enter();
        _stopped.TrySetResult();
    }

    private void Wait()
    {
        lock (_gate)
        {
            while (_connections == 0)
            {
                _ = Monitor.Wait(_gate);
            }
        }
    }

    private void Count(int change)
    {
        lock (_gate)
        {
            _connections += change;
            Monitor.PulseAll(_gate);
        }
    }

    private sealed class NobodysEndPoint : EndPoint
    {
        public override string ToString() => "nobody";
    }

    private sealed class NobodysListener(EndPoint endPoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ConnectionContext? _connection = new DefaultConnectionContext("nobody");

        public EndPoint EndPoint => endPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            Interlocked.Exchange(ref _connection, null) is { } connection ? ValueTask.FromResult<ConnectionContext?>(connection) : new(_unbound.Task);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

        public ValueTask DisposeAsync()
        {
            _ = _unbound.TrySetResult(null);
            return ValueTask.CompletedTask;
        }
    }
}
