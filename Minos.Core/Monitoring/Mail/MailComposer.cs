using MimeKit;

namespace Minos.Monitoring.Mail;

/// <summary>Makes messages: plain text, and HTML beside it where there is one (RFC 5322, RFC 2046).</summary>
internal static class MailComposer
{
    /// <summary>Makes a message that every server takes: seven bits, short lines.</summary>
    public static MimeMessage Compose(OutgoingMail mail)
    {
        var message = new MimeMessage { Date = mail.Date, MessageId = $"{mail.Id}@{mail.Host}" };
        message.From.Add(MailText.Mailbox(mail.From));
        message.To.AddRange(mail.Recipients.Select(MailText.Mailbox));
        string subject = MailText.HeaderValue(mail.Subject);
        if (subject.Length > 0)
        {
            message.Subject = subject;
        }
        else
        {
            message.Headers.Remove(HeaderId.Subject);
        }

        // Nobody's holiday answers to an alert (RFC 3834).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        var text = new TextPart("plain") { Text = mail.Text };
        message.Body = mail.Html is null ? text : new MultipartAlternative(text, new TextPart("html") { Text = mail.Html });
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }
}
