using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Minos.Monitoring.Mail;

namespace Minos.Monitoring.Alerts;

/// <summary>Posts alerts to an HTTP server.</summary>
internal static class WebhookSender
{
    private const int MaxSlackCharacters = 3000;
    private static readonly HttpClient s_http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>A URL without what may be secret in it: Slack's path is the password.</summary>
    public static string Shown(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) ? $"{parsed.Scheme}://{parsed.Authority[(parsed.Authority.LastIndexOf('@') + 1)..]}/..." : "webhook";

    /// <summary>Makes a body.</summary>
    public static string Body(WebhookAlert alert, WebhookFormat format, string url)
    {
        bool isSlack = format == WebhookFormat.Slack
            || (format == WebhookFormat.Automatic && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Host == "hooks.slack.com");
        if (!isSlack)
        {
            return JsonSerializer.Serialize(alert, AlertJson.Default.WebhookAlert);
        }

        string text = alert.Text.Length <= MaxSlackCharacters ? alert.Text : alert.Text[..MaxSlackCharacters] + "\n...";
        return JsonSerializer.Serialize(
            new SlackMessage($"*{Escape(alert.Subject)}*\n```\n{Escape(text).Replace("```", "'''", StringComparison.Ordinal)}\n```"),
            AlertJson.Default.SlackMessage);
    }

    /// <summary>Posts a body.</summary>
    /// <returns>The server's status and text.</returns>
    /// <exception cref="MailException">The server did not take it; permanent when it says that it never will (4xx but 408, 429).</exception>
    public static async Task<string> SendAsync(string url, string json, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using HttpResponseMessage response = await s_http.PostAsync(new Uri(url), content, cancellationToken).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            string answer = $"{status} {response.ReasonPhrase}";
            return response.IsSuccessStatusCode
                ? answer
                : throw new MailException($"{Shown(url)}: {answer}", status is >= 400 and < 500 and not (401 or 403 or 408 or 429));
        }
        catch (HttpRequestException exception)
        {
            throw new MailException($"{Shown(url)}: {exception.InnerException?.Message ?? exception.Message}", innerException: exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailException($"{Shown(url)}: no answer within {s_http.Timeout.TotalSeconds:0} s", innerException: exception);
        }
    }

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
