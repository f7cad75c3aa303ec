using System.Text;
using Minos.Monitoring.Mail;
using Minos.Native;

namespace Minos.Monitoring.Alerts;

/// <summary>Sends one alert the way that the options say: mail servers, a sendmail command, a webhook.</summary>
/// <param name="smtp">The mail servers; null when mail goes through <paramref name="sendmail"/>.</param>
/// <param name="sendmail">A line of shell that takes a message on its stdin, such as <c>/usr/sbin/sendmail -t -i</c>.</param>
/// <param name="trace">Told about every line of the conversation.</param>
public sealed class Delivery(SmtpOptions? smtp, string? sendmail, Action<string>? trace = null)
{
    private static readonly TimeSpan s_commandLimit = TimeSpan.FromMinutes(1);

    /// <summary>Sends it.</summary>
    /// <returns>What the other side said, and what is left to be sent later; null when nothing is.</returns>
    /// <exception cref="MailException">Nothing could be sent.</exception>
    public async Task<(string Answer, AlertEntry? Remaining)> SendAsync(AlertEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Mail is null)
        {
            trace?.Invoke($"-- {WebhookSender.Shown(entry.Url)}");
            string status = await WebhookSender.SendAsync(entry.Url!, entry.Json!, cancellationToken).ConfigureAwait(false);
            trace?.Invoke("< " + status);
            return (status, null);
        }

        byte[] message = MailComposer.Compose(entry.Mail);
        return smtp is null
            ? (await PipeAsync(message, cancellationToken).ConfigureAwait(false), null)
            : await SendAsync(entry.Mail, message, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string Answer, AlertEntry? Remaining)> SendAsync(OutgoingMail mail, byte[] message, CancellationToken cancellationToken)
    {
        SmtpDelivery delivery = await new SmtpSender(smtp!, trace)
            .SendAsync(Bare(mail.From), [.. mail.Recipients.Select(Bare)], message, cancellationToken).ConfigureAwait(false);
        string refused = string.Concat(delivery.Refused.Select(r => $"; {r.Key} is refused for good: {r.Value}"));
        if (delivery.Refused.Count == mail.Recipients.Count)
        {
            throw new MailException($"{delivery.Server}{refused}", isPermanent: true);
        }

        string[] later = [.. mail.Recipients.Where(r => delivery.Deferred.ContainsKey(Bare(r)))];
        string deferred = string.Concat(delivery.Deferred.Select(r => $"; {r.Key} later: {r.Value}"));
        return ($"{delivery.Server}: {delivery.Answer}{refused}{deferred}", later.Length == 0 ? null : new AlertEntry { Mail = mail with { Recipients = later } });
    }

    private async Task<string> PipeAsync(byte[] message, CancellationToken cancellationToken)
    {
        try
        {
            trace?.Invoke($"-- {sendmail} ({message.Length} bytes)");
            // Programs on this machine take its own line ends.
            byte[] local = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(message).Replace("\r\n", "\n", StringComparison.Ordinal));
            (ExitStatus status, string output) = await CommandRunner.RunAsync(sendmail!, local, s_commandLimit, cancellationToken).ConfigureAwait(false);
            string said = $"{status}{(output.Length == 0 ? "" : ": " + output.Trim().ReplaceLineEndings(" "))}";
            trace?.Invoke("< " + said);
            return status is { Code: 0, Signal: 0 } ? said : throw new MailException($"{sendmail}: {said}");
        }
        catch (Exception exception) when (exception is SpawnException or TimeoutException or IOException)
        {
            throw new MailException($"{sendmail}: {exception.Message}", innerException: exception);
        }
    }

    private static string Bare(string address) =>
        System.Net.Mail.MailAddress.TryCreate(address, out System.Net.Mail.MailAddress? parsed) ? parsed.Address : address;
}
