using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary><c>/ok.html</c>: says that the daemon answers, for load balancers and health checks.</summary>
public sealed class OkPage : IRequestHandler
{
    /// <inheritdoc/>
    public bool Matches(string path) => path == "/ok.html";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        string method = context.Request.Method;
        bool head = HttpMethods.IsHead(method);
        if (!head && !HttpMethods.IsGet(method) && !HttpMethods.IsPost(method))
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = 2;
        if (!head)
        {
            await context.Response.Body.WriteAsync("OK"u8.ToArray(), context.RequestAborted);
        }
    }
}
