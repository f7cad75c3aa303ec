using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary>The page at <c>/</c> and <c>/index.html</c>: every process, its state and what can be done with it; and all actions.</summary>
/// <param name="source">Knows the processes.</param>
/// <param name="token">What the page's forms carry.</param>
/// <param name="actions">Answers requests that ask for an action.</param>
public sealed class StatusPage(IProcessSource source, ActionToken token, ActionPage actions) : IRequestHandler
{
    /// <inheritdoc/>
    public bool Matches(string path) => path is "/" or "/index.html" or "/status.html";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        if (!await WebPage.AcceptsVerbAsync(context))
        {
            return;
        }

        RequestForm form = await RequestForm.ReadAsync(context.Request, context.RequestAborted);
        if (ActionRequest.From(form) is { } request)
        {
            await actions.HandleAsync(context, form, request, stopping);
            return;
        }

        IReadOnlyList<ProcessRow> rows = await source.GetAsync(context.RequestAborted);
        await WebPage.SendAsync(context, Render(rows, form["message"], form["filter"]));
    }

    private HtmlBuilder Render(IReadOnlyList<ProcessRow> rows, string? message, string? filterText)
    {
        var html = new HtmlBuilder(8192 + (rows.Count * 1100));
        WebPage.Begin(html, source.Identity, "Supervisor Status", "status", h => StateCounts.Append(h, rows));
        WebPage.AppendMessage(html, message);
        if (rows.Count == 0)
        {
            html.AppendMarkup("<p class=\"empty\">No programs to manage</p>\n");
            WebPage.End(html);
            return html;
        }

        html.Append($"""
            <form class="find" method="get" action="index.html" role="search">
            <label for="filter">Filter</label>
            <input type="search" id="filter" name="filter" value="{filterText}" placeholder="name, group or state" autocomplete="off" spellcheck="false" aria-keyshortcuts="/">
            <button class="apply">Filter</button>
            <span id="shown" role="status"></span>
            </form>
            <form method="post" action="index.html" id="actions">
            <input type="hidden" name="token" value="{token.Value}">

            """).AppendMarkup(Toolbar);
        new ProcessTable(html).Append(rows, new ProcessFilter(filterText));
        html.AppendMarkup("</form>\n");
        WebPage.End(html);
        return html;
    }

    // Refresh comes first: it is what the Enter key does in a tick box.
    private const string Toolbar = """
        <div class="toolbar">
        <div class="set" role="group" aria-label="All processes"><button name="action" value="refresh" class="refresh">Refresh</button><button name="action" value="startall">Start all</button><button name="action" value="restartall" data-stops="all">Restart all</button><button name="action" value="stopall" data-stops="all">Stop all</button></div>
        <div class="set" role="group" aria-label="Selected processes" id="selection"><span class="label"><span id="selected">Selected</span></span><button name="action" value="startselected">Start</button><button name="action" value="restartselected" data-stops="selected">Restart</button><button name="action" value="stopselected" data-stops="selected">Stop</button></div>
        </div>

        """;
}
