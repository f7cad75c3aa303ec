using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary><c>/tail.html?processname=&amp;limit=</c>: the end of a process's log; stdout, or with <c>channel=stderr</c> the other.</summary>
/// <param name="source">Knows the processes.</param>
/// <param name="token">What the page's forms carry.</param>
public sealed class TailPage(IProcessSource source, ActionToken token) : IRequestHandler
{
    /// <inheritdoc/>
    public bool Matches(string path) => path == "/tail.html";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        if (!await WebPage.AcceptsVerbAsync(context))
        {
            return;
        }

        RequestForm form = await RequestForm.ReadAsync(context.Request, context.RequestAborted);
        string? name = form["processname"];
        var html = new HtmlBuilder();
        // "None" is how Supervisor's page calls it.
        WebPage.Begin(html, source.Identity, $"Supervisor tail of process {name ?? "None"}", "tail");
        WebPage.AppendMessage(html, form["message"]);
        if (name is null)
        {
            html.AppendMarkup("<h1>Log</h1>\n<pre id=\"log\">No process name found</pre>\n");
        }
        else
        {
            await AppendLogAsync(html, name, form, context.RequestAborted);
        }

        WebPage.End(html);
        await WebPage.SendAsync(context, html);
    }

    private async Task AppendLogAsync(HtmlBuilder html, string name, RequestForm form, CancellationToken cancellationToken)
    {
        ProcessDetails? process = await source.FindAsync(name, cancellationToken);
        string channel = LogSection.Channel(form["channel"]);
        int limit = LogSection.Limit(form["limit"]);
        html.Append($"""
            <div class="heading">
            <a href="./" class="back">All processes</a> <h1><a href="process.html?processname={WebPage.Quote(name)}">{name}</a></h1>
            <form method="post" action="index.html">
            <input type="hidden" name="token" value="{token.Value}">
            <input type="hidden" name="processname" value="{name}">
            <input type="hidden" name="view" value="tail">
            <input type="hidden" name="channel" value="{channel}">
            <button name="action" value="clearlog" data-clears="one">Clear log</button>
            </form>
            </div>

            """);
        LogSection.Append(html, "tail.html", name, channel, limit, LogSection.Read(process, name, channel, limit));
    }
}
