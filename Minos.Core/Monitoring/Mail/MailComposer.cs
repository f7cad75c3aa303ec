using System.Globalization;
using System.Text;

namespace Minos.Monitoring.Mail;

/// <summary>Makes the bytes of a message: plain text, and HTML beside it where there is one (RFC 5322, RFC 2046).</summary>
internal static class MailComposer
{
    private const int EncodedWordBytes = 42; // 75 characters at most for each word (RFC 2047), in base64

    /// <summary>Makes the message; lines end with CR LF.</summary>
    public static byte[] Compose(OutgoingMail mail)
    {
        var text = new StringBuilder();
        AddHeader(text, "Subject", mail.Subject);
        AddHeader(text, "From", mail.From);
        AddHeader(text, "To", string.Join(", ", mail.Recipients));
        text.Append("Date: ").Append(mail.Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture))
            .Append(mail.Date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal)).Append("\r\n");
        AddHeader(text, "Message-ID", $"<{mail.Id}@{mail.Host}>");
        // Nobody's holiday answers to an alert (RFC 3834).
        text.Append("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
        if (mail.Html is null)
        {
            AddPart(text, "text/plain", mail.Text);
        }
        else
        {
            string boundary = "=_" + mail.Id;
            text.Append($"Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n");
            AddPart(text, "text/plain", mail.Text);
            text.Append($"--{boundary}\r\n");
            AddPart(text, "text/html", mail.Html);
            text.Append($"--{boundary}--\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void AddPart(StringBuilder text, string type, string content)
    {
        text.Append($"Content-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        QuotedPrintable.Append(text, content);
        text.Append("\r\n");
    }

    private static void AddHeader(StringBuilder text, string name, string value)
    {
        string line = MailText.HeaderValue(value);
        if (line.Length == 0)
        {
            return;
        }

        text.Append(name).Append(": ").Append(Ascii.IsValid(line) ? Fold(line) : Encode(line)).Append("\r\n");
    }

    // Folded at the commas of lists of addresses; a line may have 998 characters.
    private static string Fold(string line) => line.Length <= 70 ? line : line.Replace(", ", ",\r\n ", StringComparison.Ordinal);

    private static string Encode(string line)
    {
        var words = new List<string>();
        var word = new List<byte>();
        foreach (Rune rune in line.EnumerateRunes())
        {
            byte[] bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > EncodedWordBytes)
            {
                words.Add(Convert.ToBase64String([.. word]));
                word.Clear();
            }

            word.AddRange(bytes);
        }

        words.Add(Convert.ToBase64String([.. word]));
        return string.Join("\r\n ", words.Select(w => $"=?utf-8?B?{w}?="));
    }
}
