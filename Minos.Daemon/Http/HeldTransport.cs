using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Minos.Daemon.Http;

/// <summary>Accepts connections from sockets that it does not own: the web server's end is not theirs, so that clients that connect
/// meanwhile wait for the next one.</summary>
internal sealed class HeldTransport(Func<EndPoint, Socket> find, SocketConnectionContextFactory connections, ServerClock clock) : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(endpoint == clock.EndPoint ? clock.Listen() : new HeldListener(endpoint, find(endpoint), connections));

    private sealed class HeldListener(EndPoint endPoint, Socket socket, SocketConnectionContextFactory connections) : IConnectionListener
    {
        private readonly CancellationTokenSource _unbound = new();

        public EndPoint EndPoint => endPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (!_unbound.IsCancellationRequested)
            {
                try
                {
                    Socket client = await socket.AcceptAsync(_unbound.Token);
                    if (client.LocalEndPoint is IPEndPoint)
                    {
                        client.NoDelay = true;
                    }

                    return connections.Create(client);
                }
                catch (OperationCanceledException)
                {
                    return null;
                }
                catch (ObjectDisposedException)
                {
                    return null;
                }
                catch (SocketException exception) when (exception.SocketErrorCode == SocketError.OperationAborted)
                {
                    return null;
                }
                catch (SocketException)
                {
                    // The client has gone, or there are no descriptors at the moment; the web server does the same, but at once.
                    await Task.Delay(10, CancellationToken.None);
                }
            }

            return null;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default) => await _unbound.CancelAsync();

        public async ValueTask DisposeAsync()
        {
            await _unbound.CancelAsync();
            _unbound.Dispose();
        }
    }
}
