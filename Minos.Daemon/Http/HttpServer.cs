using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Minos.Configuration;
using Minos.Logs;

namespace Minos.Daemon.Http;

/// <summary>The daemon's HTTP endpoints: every <c>[unix_http_server]</c> and <c>[inet_http_server]</c>.</summary>
/// <remarks>
/// One web server, without the hosting, configuration and dependency injection around it, which would cost half of the daemon's
/// memory. Its sockets are opened here because socket files need more care than it takes, and so that one that cannot be opened
/// is reported in the operator's words.
/// </remarks>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly RequestApplication _application;
    private readonly HttpServerOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private List<Listener> _listeners = [];
    private KestrelServer? _kestrel;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="handlers">Who answers which path, in order; paths of none are answered with status 404.</param>
    /// <param name="options">Limits and log.</param>
    public HttpServer(IReadOnlyList<IRequestHandler> handlers, HttpServerOptions options)
    {
        _options = options;
        _application = new RequestApplication(handlers, options.Log, _stopping.Token);
    }

    /// <summary>The addresses it listens on, in the order of the sections.</summary>
    public IReadOnlyList<EndPoint> EndPoints => [.. _listeners.Select(l => l.EndPoint)];

    /// <summary>Opens every listener and serves them; on failure none stays open.</summary>
    /// <param name="servers">The sections; none is fine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpServerException">A listener cannot be opened.</exception>
    public async Task StartAsync(IReadOnlyList<HttpServerSettings> servers, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        if (_kestrel is not null)
        {
            throw new InvalidOperationException("The server has been started before");
        }

        try
        {
            foreach (HttpServerSettings server in servers)
            {
                _listeners.Add(await Listener.OpenAsync(server, cancellationToken));
            }

            foreach (Listener open in _listeners.Where(l => !l.Authenticator.IsRequired))
            {
                _options.Log.Critical($"Server '{open.Settings.Section}' running without any HTTP authentication checking");
            }

            if (_listeners.Count > 0)
            {
                _kestrel = MakeServer();
                await _kestrel.StartAsync(_application, cancellationToken);
            }
        }
        catch
        {
            CloseListeners();
            _kestrel?.Dispose();
            _kestrel = null;
            throw;
        }
    }

    /// <summary>
    /// Stops listening, removes the socket files, ends the streams and gives other answers a moment
    /// (<see cref="HttpServerOptions.StopGrace"/>) to finish. Once is enough.
    /// </summary>
    public async Task StopAsync()
    {
        foreach (Listener listener in _listeners)
        {
            listener.Withdraw();
        }

        await _stopping.CancelAsync();
        if (_kestrel is { } kestrel)
        {
            _kestrel = null;
            using var grace = new CancellationTokenSource(_options.StopGrace);
            await kestrel.StopAsync(grace.Token);
            kestrel.Dispose();
        }

        CloseListeners();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private void CloseListeners()
    {
        foreach (Listener listener in _listeners)
        {
            listener.Withdraw();
            listener.Socket.Dispose();
        }

        _listeners = [];
    }

    private KestrelServer MakeServer()
    {
        var log = new KestrelLog(_options.Log);
        var server = new KestrelServerOptions { AddServerHeader = false };
        server.Limits.MaxRequestBodySize = _options.MaxRequestBytes;
        server.Limits.MaxConcurrentConnections = _options.MaxConnections;
        server.Limits.RequestHeadersTimeout = _options.HeadersTimeout;
        server.Limits.KeepAliveTimeout = _options.IdleTimeout;
        foreach (Listener listener in _listeners)
        {
            server.Listen(listener.EndPoint, endPoint => Attach(endPoint, listener));
        }

        var transport = new SocketTransportOptions
        {
            CreateBoundListenSocket = endPoint => _listeners.First(l => l.EndPoint.Equals(endPoint)).Socket,
            Backlog = Listener.Backlog,
            IOQueueCount = 1,
        };
        return new KestrelServer(Options.Create(server), new SocketTransportFactory(Options.Create(transport), log), log);
    }

    // Every request of a connection sees the listener that it came in by, for its credentials.
    private void Attach(ListenOptions endPoint, Listener listener)
    {
        endPoint.Protocols = HttpProtocols.Http1;
        ((IConnectionBuilder)endPoint).Use(next => async connection =>
        {
            using var client = new ClientConnection(listener, connection, _options.HeadersTimeout);
            connection.Features.Set(client);
            await next(connection);
        });
    }
}
