using System.Text.Json;
using Minos.Configuration;
using Minos.Daemon.Http;

namespace Minos.Daemon.Web;

/// <summary>Answers requests that ask for an action: makes sure that they come from the daemon's own page, and says how it went.</summary>
/// <param name="source">Whose pages these are.</param>
/// <param name="token">What the page's own forms have.</param>
/// <param name="actions">Does it.</param>
public sealed class ActionPage(IProcessSource source, ActionToken token, ProcessActions actions)
{
    /// <summary>Answers.</summary>
    public async Task HandleAsync(HttpContext context, RequestForm form, ActionRequest request, CancellationToken stopping)
    {
        bool isOwn = HttpMethods.IsPost(context.Request.Method) && token.Matches(form["token"]);
        if (!isOwn && !request.IsHarmless && !AllowsLinks(context))
        {
            await RefuseAsync(context, request);
            return;
        }

        if (!request.IsHarmless && context.Features.Get<Caller>()?.Role is not (HttpRole.Operate or HttpRole.Admin))
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status403Forbidden, AccessPolicy.Needs(HttpRole.Operate));
            return;
        }

        // A client that goes away does not stop a restart halfway.
        if (await actions.RunAsync(request, stopping) is not { } outcome)
        {
            await ErrorPage.WriteAsync(context, StatusCodes.Status500InternalServerError);
        }
        else if (WantsJson(context.Request))
        {
            await WriteJsonAsync(context, StatusCodes.Status200OK, outcome);
        }
        else
        {
            Redirect(context, isOwn, ReturnPath(form), outcome.Message);
        }
    }

    private static bool AllowsLinks(HttpContext context) =>
        !HttpMethods.IsHead(context.Request.Method)
        && context.Features.Get<ClientConnection>()?.Listener.Settings.AllowGetActions == true;

    private static bool WantsJson(HttpRequest request) =>
        request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    // Supervisor's scripts know status 301 and an absolute address. A browser would keep a 301, and behind a proxy the address may be
    // wrong; so the page's own forms get another.
    private static void Redirect(HttpContext context, bool isOwn, string path, string message)
    {
        WebPage.ForbidCaching(context.Response);
        string target = $"{path}message={WebPage.Quote(message)}";
        string host = context.Request.Headers.Host.ToString();
        context.Response.StatusCode = isOwn ? StatusCodes.Status303SeeOther : StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = isOwn ? target : host.Length == 0 ? target[1..] : $"{context.Request.Scheme}://{host}{target[1..]}";
    }

    private static string ReturnPath(RequestForm form) => form["view"] is "process" or "tail" && form["processname"] is { } name
        ? $"./{form["view"]}.html?processname={WebPage.Quote(name)}&channel={(form["channel"] == "stderr" ? "stderr" : "stdout")}&"
        : "./?";

    private async Task RefuseAsync(HttpContext context, ActionRequest request)
    {
        const string Reason = "Nothing has been done: the request did not come from this daemon's page.";
        if (WantsJson(context.Request))
        {
            await WriteJsonAsync(context, StatusCodes.Status403Forbidden, new ActionOutcome($"{Reason} Reload the page.", Succeeded: false));
            return;
        }

        var html = new HtmlBuilder();
        WebPage.Begin(html, source.Identity, $"{request.Title}?", "action");
        html.Append($"""
            <section class="panel">
            <h1>{request.Title}?</h1>
            <p>{Reason} A link, a bookmark or a page from before the daemon's restart cannot start or stop programs. If you meant it, use the button.</p>
            <form method="post" action="index.html">
            <input type="hidden" name="token" value="{token.Value}">
            <input type="hidden" name="action" value="{request.Action}">

            """);
        AppendHidden(html, "processname", request.ProcessName);
        AppendHidden(html, "group", request.Group);
        foreach (string name in request.Selected)
        {
            AppendHidden(html, "select", name);
        }

        html.Append($"""
            <p class="buttons"><button class="primary">{request.Title}</button> <a class="button" href="./">Back</a></p>
            </form>
            <p class="hint">To let links do it, as Supervisor does, set <code>allow_get_actions=true</code> in the server's section of the configuration.</p>
            </section>

            """);
        WebPage.End(html);
        await WebPage.SendAsync(context, html, StatusCodes.Status403Forbidden);
    }

    private static void AppendHidden(HtmlBuilder html, string name, string? value)
    {
        if (value is not null)
        {
            html.Append($"""<input type="hidden" name="{name}" value="{value}">""").AppendMarkup("\n");
        }
    }

    private static async Task WriteJsonAsync(HttpContext context, int status, ActionOutcome outcome)
    {
        WebPage.Protect(context.Response);
        WebPage.ForbidCaching(context.Response);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("message"u8, outcome.Message);
        json.WriteBoolean("ok"u8, outcome.Succeeded);
        json.WriteEndObject();
    }
}
