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
        if (!HttpMethods.IsHead(method) && !HttpMethods.IsGet(method) && !HttpMethods.IsPost(method))
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        context.Response.ContentType = "text/plain";
        await WholeContent.SendAsync(context, "OK"u8.ToArray());
    }
}
