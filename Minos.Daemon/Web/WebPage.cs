using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary>What all pages have in common: head, foot, headers.</summary>
internal static class WebPage
{
    /// <summary>
    /// Nothing but the daemon's own files, no script in the page itself, in nobody's frame. The referrer goes to this daemon only:
    /// with no-referrer browsers would send "Origin: null" with the page's own forms, which then could not be told from a stranger's.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    /// <summary>Begins a page, up to and with the opening tag of the main part.</summary>
    /// <param name="html">The page.</param>
    /// <param name="identity">Whose page it is.</param>
    /// <param name="title">The window's title.</param>
    /// <param name="view">What scripts and styles know the page by.</param>
    /// <param name="counts">Appends what the head says on its right side.</param>
    public static void Begin(HtmlBuilder html, DaemonIdentity identity, string title, string view, Action<HtmlBuilder>? counts = null)
    {
        html.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="icon" type="image/svg+xml" href="images/icon.svg">
            <link rel="stylesheet" href="stylesheets/supervisor.css">
            <script src="scripts/theme.js"></script>
            <script type="module" src="scripts/main.js"></script>
            </head>
            <body data-view="{view}">
            <a class="skip" href="#main">Skip to the content</a>
            <header class="top">
            <p class="daemon"><a href="./" class="identifier">{identity.Identifier}</a> <span class="where"><span>{identity.Host}</span> <span>Minos {identity.Version}</span></span></p>

            """);
        counts?.Invoke(html);
        html.AppendMarkup("""
            <p class="tools"><span id="live" role="status" hidden></span><button type="button" id="theme" class="quiet" hidden>&#x25D0;</button></p>
            </header>
            <main id="main" tabindex="-1">

            """);
    }

    /// <summary>The place of messages: shown when there is one, and filled by the script later.</summary>
    public static void AppendMessage(HtmlBuilder html, string? message) => html.Append(
        $"""<p id="message" class="status_msg{HtmlBuilder.When(string.IsNullOrEmpty(message), " none")}" role="status">{message}</p>""").AppendMarkup("\n");

    /// <summary>Ends a page.</summary>
    public static void End(HtmlBuilder html) => html.AppendMarkup("</main>\n</body>\n</html>\n");

    /// <summary>Says what browsers may do with an answer, beside what all answers say (<see cref="SecurityHeaders"/>).</summary>
    public static void Protect(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Sends a page.</summary>
    public static async Task SendAsync(HttpContext context, HtmlBuilder html, int status = StatusCodes.Status200OK)
    {
        byte[] body = html.ToBytes();
        Protect(context.Response);
        ForbidCaching(context.Response);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html;charset=utf-8";
        await WholeContent.SendAsync(context, body);
    }

    /// <summary>Keeps an answer from being shown again later.</summary>
    public static void ForbidCaching(HttpResponse response)
    {
        response.Headers.Pragma = "no-cache";
        response.Headers.CacheControl = "no-cache";
        response.Headers.Expires = "Thu, 01 Jan 1970 00:00:00 GMT";
    }

    /// <summary>Answers verbs that pages do not know.</summary>
    /// <returns>Whether the request may go on.</returns>
    public static async ValueTask<bool> AcceptsVerbAsync(HttpContext context)
    {
        string method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method))
        {
            return true;
        }

        await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
        return false;
    }

    /// <summary>A value in a query, escaped as Python does it: slashes stay.</summary>
    public static string Quote(string text) => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal);
}
