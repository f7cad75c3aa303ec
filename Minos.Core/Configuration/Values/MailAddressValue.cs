using System.Net.Mail;

namespace Minos.Configuration.Values;

/// <summary>Mail addresses.</summary>
public static class MailAddressValue
{
    internal const string Allowed = "addresses, separated by commas";

    /// <summary>Parses an address, with or without a display name.</summary>
    /// <exception cref="InvalidValueException">It is none.</exception>
    public static string Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !text.Any(char.IsControl) && MailAddress.TryCreate(text, out MailAddress? address) && !address.Address.Any(c => c is '<' or '>' or ' ')
            ? text
            : throw new InvalidValueException($"not a mail address: {PythonText.Repr(text)}");
    }

    /// <summary>Parses a comma-separated list of addresses; blanks around them do not matter (<c>frog, log,dog</c>).</summary>
    /// <exception cref="InvalidValueException">An element is no address.</exception>
    public static IReadOnlyList<string> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Local).DistinctBy(Mailbox)];

        // A name without a domain is an account of the mail server's own.
        static string Local(string item) =>
            item.Length > 0 && item.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+') ? item : Parse(item);
    }

    /// <summary>What makes two addresses the same: the address without its display name, in lower case.</summary>
    internal static string Mailbox(string address) =>
        (MailAddress.TryCreate(address, out MailAddress? parsed) ? parsed.Address : address).ToLowerInvariant();
}
