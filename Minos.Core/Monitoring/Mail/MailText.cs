using System.Net.Mail;
using System.Text;
using Minos.Configuration;

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

    /// <summary>Parses an address, with or without a display name.</summary>
    /// <exception cref="InvalidValueException">It is none.</exception>
    public static string Address(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !text.Any(char.IsControl) && MailAddress.TryCreate(text, out MailAddress? address) && !address.Address.Any(c => c is '<' or '>' or ' ')
            ? text
            : throw new InvalidValueException($"not a mail address: {PythonText.Repr(text)}");
    }

    /// <summary>Parses a comma-separated list of addresses; blanks around them do not matter (<c>frog, log,dog</c>).</summary>
    /// <exception cref="InvalidValueException">An element is no address.</exception>
    public static IReadOnlyList<string> Addresses(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Local).Distinct()];

        // A name without a domain is an account of the mail server's own.
        static string Local(string item) =>
            item.Length > 0 && item.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+') ? item : Address(item);
    }
}
