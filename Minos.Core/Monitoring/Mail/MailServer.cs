using System.Globalization;
using Minos.Configuration;

namespace Minos.Monitoring.Mail;

/// <summary>A mail server as <c>--smtpHost</c> names it.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its TCP port.</param>
public sealed record MailServer(string Host, int Port)
{
    /// <summary>The port on which TLS begins with the first byte (RFC 8314).</summary>
    public const int SubmissionsPort = 465;

    private const int DefaultPort = 25;

    /// <summary>Parses a comma-separated list of <c>host[:port]</c>, tried in that order.</summary>
    /// <exception cref="InvalidValueException">The list is empty, or an element is no such name.</exception>
    public static IReadOnlyList<MailServer> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        MailServer[] servers = [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];
        return servers.Length > 0 ? servers : throw new InvalidValueException("no mail server; write host[:port],...");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    private static MailServer Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isAddress = text.EndsWith(']') || (colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) != colon && !text.StartsWith('['));
        if (colon < 0 || isAddress)
        {
            return new MailServer(text.Trim('[', ']'), DefaultPort);
        }

        string host = text[..colon].Trim('[', ']');
        return host.Length > 0 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0
            ? new MailServer(host, port)
            : throw new InvalidValueException($"not a mail server: {PythonText.Repr(text)}; write host[:port]");
    }
}
