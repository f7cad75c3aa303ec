using MimeKit;
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

    // Programs on this machine take its own line ends.
    private static readonly FormatOptions s_local = new() { NewLineFormat = NewLineFormat.Unix };

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

        return smtp is null
            ? (await PipeAsync(entry.Mail, cancellationToken).ConfigureAwait(false), null)
            : await SendAsync(entry.Mail, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string Answer, AlertEntry? Remaining)> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        SmtpDelivery delivery = await new SmtpSender(smtp!, trace).SendAsync(mail, cancellationToken).ConfigureAwait(false);
        string refused = string.Concat(delivery.Refused.Select(r => $"; {r.Key} is refused for good: {r.Value}"));
        string deferred = string.Concat(delivery.Deferred.Select(r => $"; {r.Key} later: {r.Value}"));
        string[] later = [.. mail.Recipients.Where(r => delivery.Deferred.ContainsKey(MailText.Mailbox(r).Address))];
        if (delivery.IsForNobody)
        {
            throw new MailException($"{delivery.Server}{refused}{deferred}", isPermanent: later.Length == 0);
        }

        return ($"{delivery.Server}: {delivery.Answer}{refused}{deferred}", later.Length == 0 ? null : new AlertEntry { Mail = mail with { Recipients = later } });
    }

    private async Task<string> PipeAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            using MimeMessage message = MailComposer.Compose(mail);
            using var text = new MemoryStream();
            await message.WriteToAsync(s_local, text, cancellationToken).ConfigureAwait(false);
            trace?.Invoke($"-- {sendmail} ({text.Length} bytes)");
            (ExitStatus status, string output) = await CommandRunner.RunAsync(sendmail!, text.ToArray(), s_commandLimit, cancellationToken).ConfigureAwait(false);
            string said = $"{status}{(output.Length == 0 ? "" : ": " + output.Trim().ReplaceLineEndings(" "))}";
            trace?.Invoke("< " + said);
            return status is { Code: 0, Signal: 0 } ? said : throw new MailException($"{sendmail}: {said}");
        }
        catch (Exception exception) when (exception is SpawnException or TimeoutException or IOException)
        {
            throw new MailException($"{sendmail}: {exception.Message}", innerException: exception);
        }
    }
}
