using System.Globalization;
using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary><c>/process.html?processname=</c>: everything about one process, its buttons, and its log.</summary>
/// <param name="source">Knows the processes.</param>
/// <param name="token">What the page's forms carry.</param>
public sealed class ProcessPage(IProcessSource source, ActionToken token) : IRequestHandler
{
    private const int LogBytes = 16 * 1024;

    /// <inheritdoc/>
    public bool Matches(string path) => path == "/process.html";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        if (!await WebPage.AcceptsVerbAsync(context))
        {
            return;
        }

        RequestForm form = await RequestForm.ReadAsync(context.Request, context.RequestAborted);
        string name = form["processname"] ?? "";
        ProcessDetails? process = await source.FindAsync(name, context.RequestAborted);
        var html = new HtmlBuilder();
        WebPage.Begin(html, source.Identity, process is null ? "No such process" : $"{name} - {source.Identity.Identifier}", "process");
        WebPage.AppendMessage(html, form["message"]);
        if (process is null)
        {
            html.Append($"<h1>No such process</h1>\n<p>There is no process named {name}. <a href=\"./\">All processes</a></p>\n");
        }
        else
        {
            AppendProcess(html, process, form);
        }

        WebPage.End(html);
        await WebPage.SendAsync(context, html, process is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    private void AppendProcess(HtmlBuilder html, ProcessDetails process, RequestForm form)
    {
        ProcessRow row = process.Row;
        string channel = LogSection.Channel(form["channel"]);
        html.Append($"""
            <section id="process" data-name="{row.Namespec}" data-state="{row.State}" data-pid="{row.Pid}" data-uptime="{(long)row.Uptime.TotalSeconds}">
            <div class="heading">
            <a href="./" class="back">All processes</a> <h1>{row.Namespec}</h1> <span class="status {StateCounts.StateClass(row.State)}">{row.State.ToLowerInvariant()}</span> <span class="desc">{row.Description}</span>
            <form method="post" action="index.html" class="act">
            <input type="hidden" name="token" value="{token.Value}">
            <input type="hidden" name="processname" value="{row.Namespec}">
            <input type="hidden" name="view" value="process">
            <input type="hidden" name="channel" value="{channel}">
            <button class="start" name="action" value="start">Start</button><button class="restart" name="action" value="restart" data-stops="one">Restart</button><button class="stop" name="action" value="stop" data-stops="one">Stop</button><button name="action" value="clearlog" data-clears="one">Clear log</button>
            </form>
            </div>
            <div class="charts"><figure><figcaption>CPU</figcaption><div class="cpu"></div></figure><figure><figcaption>Memory</figcaption><div class="mem"></div></figure></div>
            <dl class="facts">

            """);
        foreach ((string term, string value) in Facts(process))
        {
            html.Append($"<div><dt>{term}</dt><dd>{value}</dd></div>\n");
        }

        AppendLink(html, row);
        html.AppendMarkup("</dl>\n</section>\n");
        int limit = Math.Max(LogSection.Limit(form["limit"]), LogBytes);
        LogSection.Append(html, "process.html", row.Namespec, channel, limit, LogSection.Read(process, row.Namespec, channel, limit));
    }

    private static void AppendLink(HtmlBuilder html, ProcessRow row)
    {
        if (row.Link is { } link)
        {
            html.Append($"<div><dt>Page</dt><dd><a href=\"{link}\" rel=\"noreferrer\">{link}</a></dd></div>\n");
        }
        else if (!string.IsNullOrEmpty(row.HttpUrl))
        {
            html.Append($"<div><dt>Page</dt><dd>{row.HttpUrl}</dd></div>\n");
        }
    }

    private static IEnumerable<(string Term, string Value)> Facts(ProcessDetails process)
    {
        const string None = "none";
        ProcessRow row = process.Row;
        yield return ("Pid", row.Pid == 0 ? None : row.Pid.ToString(CultureInfo.InvariantCulture));
        yield return ("Group", row.Group);
        yield return ("Restarts", row.Restarts.ToString(CultureInfo.InvariantCulture));
        yield return ("Exit status", row.ExitStatus switch
        {
            null => None,
            -1 => "ended by a signal",
            { } code => code.ToString(CultureInfo.InvariantCulture),
        });
        if (process.Problem is { } problem)
        {
            yield return ("Problem", problem);
        }

        yield return ("Last start", Time(process.Started));
        yield return ("Last end", Time(process.Stopped));
        yield return ("Command", process.Command);
        yield return ("Directory", process.Directory ?? "the daemon's");
        yield return ("User", process.User ?? "the daemon's");
        yield return ("stdout", process.StdoutLog ?? None);
        yield return ("stderr", process.StderrLog ?? None);
        foreach ((string key, string value) in process.Settings)
        {
            yield return (key, value);
        }
    }

    private static string Time(DateTimeOffset? time) =>
        time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? "never";
}
