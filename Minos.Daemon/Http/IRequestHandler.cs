
namespace Minos.Daemon.Http;

/// <summary>Answers the requests of some paths; handlers are asked in order and the first that matches answers.</summary>
/// <remarks>Credentials have been checked before. A handler that throws is answered with the page of status 500.</remarks>
public interface IRequestHandler
{
    /// <summary>Whether this handler answers the path.</summary>
    /// <param name="path">The path with all percent escapes decoded, e.g. <c>/logtail/group:name</c>.</param>
    bool Matches(string path);

    /// <summary>Answers.</summary>
    /// <param name="context">The request; its <see cref="HttpContext.RequestAborted"/> is set when the client has gone.</param>
    /// <param name="path">As in <see cref="Matches"/>.</param>
    /// <param name="stopping">Set when the server stops: answers that never end by themselves end.</param>
    Task HandleAsync(HttpContext context, string path, CancellationToken stopping);
}
