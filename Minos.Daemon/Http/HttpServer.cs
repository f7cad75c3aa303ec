using System.Net;
using System.Security.Cryptography;
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
    private RequestApplication _application;
    private readonly HttpServerOptions _options;
    private readonly IReadOnlyList<IRequestHandler> _handlers;
    private readonly DetachedTails _tails = new();
    private CancellationTokenSource _stopping = new();
    private List<Listener> _listeners = [];
    private KestrelServer? _kestrel;
    private ServerClock? _clock;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="handlers">Who answers which path, in order; paths of none are answered with status 404.</param>
    /// <param name="options">Limits and log.</param>
    public HttpServer(IReadOnlyList<IRequestHandler> handlers, HttpServerOptions options)
    {
        _options = options;
        _handlers = handlers;
        _application = new RequestApplication(handlers, options.Log, _stopping.Token);
    }

    /// <summary>The addresses it listens on, in the order of the sections.</summary>
    public IReadOnlyList<EndPoint> EndPoints => [.. _listeners.Select(l => l.EndPoint)];

    /// <summary>Opens every listener and serves them; on failure none stays open but what was inherited, which is to be handed back.</summary>
    /// <param name="servers">The sections; none is fine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="inherited">Sockets that listen already, by what <see cref="Sockets"/> calls them; those of no section are closed.</param>
    /// <exception cref="HttpServerException">A listener cannot be opened.</exception>
    public async Task StartAsync(
        IReadOnlyList<HttpServerSettings> servers, CancellationToken cancellationToken, IReadOnlyDictionary<string, int>? inherited = null)
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
                _listeners.Add(inherited is not null && inherited.TryGetValue(ListenAddress.Describe(server), out int descriptor)
                    ? Listener.Inherit(server, descriptor)
                    : await Listener.OpenAsync(server, cancellationToken));
            }

            foreach (Listener secure in _listeners.Where(l => l.Certificate is not null))
            {
                _options.Log.Info(
                    $"Server '{secure.Settings.Section}' certificate has the SHA-256 fingerprint {secure.Certificate!.GetCertHashString(HashAlgorithmName.SHA256)}");
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

            // Left open, they would let clients of the old address wait for ever.
            foreach ((string address, int descriptor) in inherited ?? new Dictionary<string, int>())
            {
                if (_listeners.TrueForAll(l => ListenAddress.Describe(l.Settings) != address))
                {
                    Listener.CloseInherited(address, descriptor);
                }
            }
        }
        catch
        {
            _listeners.RemoveAll(static l => l.IsInherited);
            CloseListeners();
            _clock?.Stop();
            _kestrel?.Dispose();
            _kestrel = null;
            throw;
        }
    }

    /// <summary>Tries whether sections could be served after those that are served now: every other address is opened and closed again.</summary>
    /// <exception cref="HttpServerException">One could not.</exception>
    internal async Task TryAsync(IReadOnlyList<HttpServerSettings> servers, CancellationToken cancellationToken)
    {
        HashSet<string> held = [.. Sockets.Keys];
        foreach (HttpServerSettings server in servers.Where(s => !held.Contains(ListenAddress.Describe(s))))
        {
            Listener listener = await Listener.OpenAsync(server, cancellationToken);
            listener.Close();
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

        await StopKestrelAsync();
        await _tails.EndAsync();
        CloseListeners();
    }

    /// <summary>The descriptors that listen, by the name of their address.</summary>
    public IReadOnlyDictionary<string, int> Sockets =>
        _listeners.ToDictionary(static l => ListenAddress.Describe(l.Settings), static l => (int)l.Socket.SafeHandle.DangerousGetHandle());

    /// <summary>The followed logs that the daemon goes on with that takes this one's place. Only while it pauses.</summary>
    internal IReadOnlyList<TailState> Tails => _tails.States;

    /// <summary>Ends the streams but for followed logs, gives other answers a moment to finish and closes all connections; who connects now waits.</summary>
    public async Task PauseAsync()
    {
        await _tails.PauseAsync();
        await StopKestrelAsync();
    }

    /// <summary>Goes on with the logs that clients of the daemon follow whose place this one has taken.</summary>
    internal void Inherit(IReadOnlyList<TailState> tails) => _tails.Inherit(tails);

    /// <summary>Goes on after a pause.</summary>
    public async Task ResumeAsync()
    {
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
        _application = new RequestApplication(_handlers, _options.Log, _stopping.Token);
        if (_listeners.Count > 0)
        {
            _kestrel = MakeServer();
            await _kestrel.StartAsync(_application, CancellationToken.None);
        }

        _tails.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        _tails.Dispose();
    }

    private async Task StopKestrelAsync()
    {
        await _stopping.CancelAsync();
        if (_kestrel is { } kestrel)
        {
            _kestrel = null;
            _clock?.Stop();
            using var grace = new CancellationTokenSource(_options.StopGrace);
            await kestrel.StopAsync(grace.Token);
            kestrel.Dispose();
        }
    }

    private void CloseListeners()
    {
        foreach (Listener listener in _listeners)
        {
            listener.Close();
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
        var clock = new ServerClock();
        _clock = clock;
        server.Listen(clock.EndPoint, endPoint =>
        {
            endPoint.Protocols = HttpProtocols.Http1;
            ((IConnectionBuilder)endPoint).Use(_ => clock.ServeAsync);
        });
        foreach (Listener listener in _listeners)
        {
            server.Listen(listener.EndPoint, endPoint => Attach(endPoint, listener, clock));
        }

        var connections = new SocketConnectionContextFactory(
            // What has been flushed has been sent: a followed log is given to the next daemon at a known byte.
            new SocketConnectionFactoryOptions { IOQueueCount = 1, MaxWriteBufferSize = 1 },
            log.CreateLogger("connections"));
        var transport = new HeldTransport(endPoint => _listeners.First(l => l.EndPoint.Equals(endPoint)).Socket, connections, clock);
        return new KestrelServer(Options.Create(server), transport, log);
    }

    // Every request of a connection sees the listener that it came in by, for its credentials.
    private void Attach(ListenOptions endPoint, Listener listener, ServerClock clock)
    {
        endPoint.Protocols = HttpProtocols.Http1;
        ((IConnectionBuilder)endPoint).Use(next => async connection =>
        {
            using var client = new ClientConnection(listener, connection, _options.HeadersTimeout, _tails, clock);
            connection.Features.Set(client);
            await next(connection);
        });
        if (listener.Certificate is { } certificate)
        {
            ((IConnectionBuilder)endPoint).Use(next => connection => TlsConnection.ServeAsync(connection, certificate, next));
        }
    }
}
