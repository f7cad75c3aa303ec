using System.Text;
using MimeKit;
using Minos.Configuration.Values;

namespace Minos.Monitoring.Mail;

/// <summary>Texts that end up in the headers of a mail.</summary>
public static class MailText
{
    private const int MaxSubjectCharacters = 300;

    /// <summary>A text that cannot begin a header of its own: control characters and line ends become blanks.</summary>
    public static string HeaderValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isBreak = Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029;
            line.Append(isBreak ? " " : rune.ToString());
        }

        return line.Length <= MaxSubjectCharacters ? line.ToString() : line.ToString(0, MaxSubjectCharacters - 3) + "...";
    }

    /// <summary>An address that <see cref="MailAddressValue"/> has let through.</summary>
    internal static MailboxAddress Mailbox(string address) =>
        MailboxAddress.TryParse(address, out MailboxAddress? mailbox) ? mailbox : new MailboxAddress(null, address);
}
