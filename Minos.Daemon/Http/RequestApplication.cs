using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Minos.Configuration;
using Minos.Logs;

namespace Minos.Daemon.Http;

/// <summary>What happens with a request: credentials, the handler of its path, the page of an error, a line in the log.</summary>
internal sealed class RequestApplication(IReadOnlyList<IRequestHandler> handlers, ISupervisorLog log, CancellationToken stopping)
    : IHttpApplication<HttpContext>
{
    private readonly LoginDelay _delay = new(TimeProvider.System);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        SetHeaders(context.Response);
        try
        {
            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (BadHttpRequestException e)
        {
            await FailAsync(context, e.StatusCode);
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
#pragma warning disable CA1031 // A handler's failure is this request's answer, and never the daemon's end.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Error($"{RequestLine(context)} failed: {e.GetType().Name}: {e.Message}");
            await FailAsync(context, StatusCodes.Status500InternalServerError);
        }

        if (log.IsEnabled(SupervisorLogLevel.Trace))
        {
            log.Trace(AccessLine(context));
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string? authorization = context.Request.Headers.Authorization;
        ClientConnection? client = context.Features.Get<ClientConnection>();
        client?.HasSpoken();
        if (client is not null && PeerGuard.Refuse(context, client.Listener.Settings) is { } stranger)
        {
            log.Warn($"refused {RequestLine(context)}: {stranger}");
            await ErrorPage.WriteAsync(context, StatusCodes.Status403Forbidden, stranger);
            return;
        }

        HttpRole? role = client is null ? null : await AuthenticateAsync(context, client.Listener.Authenticator, authorization);
        if (client is null || role is not { } granted)
        {
            context.Response.Headers.Connection = "close";
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"default\"";
            await ErrorPage.WriteAsync(context, StatusCodes.Status401Unauthorized);
            return;
        }

        if (RequestGuard.Refuse(context.Request, client.Listener.Settings) is { } reason)
        {
            log.Warn($"refused {RequestLine(context)}: {reason}");
            await ErrorPage.WriteAsync(context, StatusCodes.Status403Forbidden, reason);
            return;
        }

        string path = PathOf(context);
        context.Features.Set(new Caller(granted));
        if (AccessPolicy.Refuse(context.Request.Method, path, granted) is { } forbidden)
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status403Forbidden, forbidden);
            return;
        }

        foreach (IRequestHandler handler in handlers)
        {
            if (handler.Matches(path))
            {
                await handler.HandleAsync(context, path, stopping);
                return;
            }
        }

        await ErrorPage.WriteUnmatchedAsync(context);
    }

    // Whoever has guessed wrong waits before his next guess is looked at, right or wrong: the delay tells nothing.
    private async Task<HttpRole?> AuthenticateAsync(HttpContext context, BasicAuthenticator authenticator, string? authorization)
    {
        if (authorization is null || !authenticator.IsRequired)
        {
            return authenticator.Authenticate(authorization);
        }

        string client = context.Connection.RemoteIpAddress?.ToString() ?? "unix";
        await Task.Delay(_delay.Reserve(client), context.RequestAborted);
        HttpRole? role = authenticator.Authenticate(authorization);
        _delay.Note(client, role is not null);
        return role;
    }

    private static async Task FailAsync(HttpContext context, int status)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Headers.Clear();
        SetHeaders(context.Response);
        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status408RequestTimeout)
        {
            context.Response.Headers.Connection = "close";
        }

        await ErrorPage.WriteAsync(context, status);
    }

    private static void SetHeaders(HttpResponse response)
    {
        SecurityHeaders.Set(response);
        // The web server's own date is as old as the last turn of its clock, which may have stood still (ServerClock).
        response.Headers.Date = DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture);
    }

    // Request.Path keeps an escaped slash, for which Supervisor's URLs have no use; other forms than /path come from proxies.
    private static string PathOf(HttpContext context)
    {
        string raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return raw.StartsWith('/') ? Uri.UnescapeDataString(raw.AsSpan(0, QueryStart(raw))) : context.Request.Path.Value ?? "/";
    }

    private static int QueryStart(string target)
    {
        int query = target.IndexOf('?');
        return query < 0 ? target.Length : query;
    }

    private static string RequestLine(HttpContext context) =>
        $"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()?.RawTarget} {context.Request.Protocol}";

    // The common log format, without the size that the original appends: it counts header bytes there.
    private static string AccessLine(HttpContext context)
    {
        string client = context.Connection.RemoteIpAddress is { } address ? $"{address}:{context.Connection.RemotePort}" : "unix";
        string time = DateTimeOffset.UtcNow.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return $"{client} - - [{time}] \"{RequestLine(context)}\" {context.Response.StatusCode}";
    }
}
