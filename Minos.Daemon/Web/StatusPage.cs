using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Primitives;
using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary>The page at <c>/</c> and <c>/index.html</c>: every process and its state, readable without scripts.</summary>
public sealed class StatusPage(IStatusSource source) : IRequestHandler
{
    /// <inheritdoc/>
    public bool Matches(string path) => path is "/" or "/index.html";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        string method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsPost(method))
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        IReadOnlyList<ProcessRow> rows = await source.GetAsync(context.RequestAborted);
        byte[] body = Encoding.UTF8.GetBytes(Render(rows, context.Request.Query["message"]));
        IHeaderDictionary headers = context.Response.Headers;
        context.Response.ContentType = "text/html;charset=utf-8";
        context.Response.ContentLength = body.Length;
        headers.Pragma = "no-cache";
        headers.CacheControl = "no-cache";
        headers.Expires = "Thu, 01 Jan 1970 00:00:00 GMT";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";
        if (!HttpMethods.IsHead(method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private string Render(IReadOnlyList<ProcessRow> rows, StringValues message)
    {
        var html = new StringBuilder(1024 + (rows.Count * 200));
        html.Append(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Supervisor Status</title>
            <link rel="stylesheet" href="stylesheets/supervisor.css">
            <link rel="icon" type="image/svg+xml" href="images/icon.svg">
            </head>
            <body>

            """);
        html.Append("<header><h1>").Append(Escape(source.Identifier)).Append("</h1><p>").Append(Summary(rows)).Append("</p></header>\n<main>\n");
        if (message is [{ Length: > 0 } text, ..])
        {
            html.Append("<p class=\"status_msg\" role=\"status\">").Append(Escape(text)).Append("</p>\n");
        }

        if (rows.Count == 0)
        {
            html.Append("<p>No programs to manage</p>\n");
        }
        else
        {
            AppendTable(html, rows);
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendTable(StringBuilder html, IReadOnlyList<ProcessRow> rows)
    {
        html.Append(
            "<table>\n<thead><tr><th scope=\"col\">State</th><th scope=\"col\">Name</th><th scope=\"col\">Group</th>"
            + "<th scope=\"col\">Description</th><th scope=\"col\">Logs</th></tr></thead>\n<tbody>\n");
        IEnumerable<ProcessRow> sorted = rows.OrderBy(r => r.Group, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal);
        foreach (ProcessRow row in sorted)
        {
            string log = $"logtail/{Uri.EscapeDataString(row.Namespec)}";
            html.Append("<tr><td><span class=\"status ").Append(StateClass(row.State)).Append("\">")
                .Append(Escape(row.State.ToLowerInvariant()))
                .Append("</span></td><td>").Append(Escape(row.Name))
                .Append("</td><td>").Append(Escape(row.Group))
                .Append("</td><td>").Append(Escape(row.Description))
                .Append("</td><td><a href=\"").Append(log).Append("\" target=\"_blank\" rel=\"noopener\">stdout</a> <a href=\"")
                .Append(log).Append("/stderr\" target=\"_blank\" rel=\"noopener\">stderr</a></td></tr>\n");
        }

        html.Append("</tbody>\n</table>\n");
    }

    private static string Summary(IReadOnlyList<ProcessRow> rows)
    {
        int running = rows.Count(r => r.State == "RUNNING");
        int failed = rows.Count(r => StateClass(r.State) == "statuserror");
        return failed == 0 ? $"{running} of {rows.Count} running" : $"{running} of {rows.Count} running, {failed} failed";
    }

    // The class names of Supervisor's page, for the style sheets that people have.
    private static string StateClass(string state) => state switch
    {
        "RUNNING" => "statusrunning",
        "FATAL" or "BACKOFF" => "statuserror",
        _ => "statusnominal",
    };

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
