using System.Net;
using Minos.Monitoring.Mail;
using Minos.Monitoring.Options;

namespace Minos.Monitoring.Alerts;

/// <summary>What became of an alert that was sent to see whether alerts arrive.</summary>
/// <param name="Target">The address, or the webhook.</param>
/// <param name="Succeeded">Whether it was taken.</param>
/// <param name="Answer">What the other side said last, or why nothing could be sent.</param>
public sealed record AlertTestResult(string Target, bool Succeeded, string Answer);

/// <summary>Sends an alert that says that it is a test.</summary>
public static class AlertTest
{
    /// <summary>Sends it by the options of <c>minosd monitors test-mail</c>.</summary>
    /// <exception cref="Configuration.CommandLine.CommandLineException">They are wrong.</exception>
    public static Task<IReadOnlyList<AlertTestResult>> RunAsync(
        IReadOnlyList<string> options, Action<string>? trace, CancellationToken cancellationToken) =>
        MonitorCatalog.TestMail.Parse(options) is { } settings
            ? RunAsync(settings, trace, cancellationToken)
            : Task.FromResult<IReadOnlyList<AlertTestResult>>([]);

    internal static async Task<IReadOnlyList<AlertTestResult>> RunAsync(MonitorSettings settings, Action<string>? trace, CancellationToken cancellationToken)
    {
        string host = Dns.GetHostName();
        string subject = $"Test alert from minosd on {host}";
        string text = $"This is a test. Alerts of minosd on {host} reach you.\n";
        var entries = new List<(string Target, AlertEntry Entry)>();
        // A mail to each: an address that is refused must not hide behind one that is taken.
        foreach (string recipient in settings.Recipients)
        {
            entries.Add((recipient, new AlertEntry
            {
                Mail = new OutgoingMail { From = settings.From!, Recipients = [recipient], Subject = subject, Text = text, Date = DateTimeOffset.Now, Host = host },
            }));
        }

        foreach (string url in settings.Webhooks)
        {
            string body = WebhookSender.Body(new WebhookAlert(host, "test", subject, text, []), settings.WebhookFormat, url);
            entries.Add((WebhookSender.Shown(url), new AlertEntry { Url = url, Json = body }));
        }

        Delivery delivery = DeliveryFactory.Create(settings, "test-mail", trace);
        var results = new List<AlertTestResult>();
        foreach ((string target, AlertEntry entry) in entries)
        {
            try
            {
                (string answer, AlertEntry? later) = await delivery.SendAsync(entry, cancellationToken).ConfigureAwait(false);
                results.Add(new AlertTestResult(target, later is null, answer));
            }
            catch (MailException exception)
            {
                results.Add(new AlertTestResult(target, false, exception.Message));
            }
        }

        return results;
    }
}
