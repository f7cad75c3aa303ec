using System.Globalization;

namespace Minos.Events;

/// <summary>An event as a listener has received it.</summary>
/// <param name="Header">The tokens of the header line: <c>ver</c>, <c>server</c>, <c>serial</c>, <c>pool</c>, <c>poolserial</c>,
/// <c>eventname</c>, <c>len</c>.</param>
/// <param name="Payload">What followed the header.</param>
public sealed record ReceivedEvent(IReadOnlyDictionary<string, string> Header, string Payload)
{
    /// <summary>The event's name, e.g. <c>PROCESS_STATE_EXITED</c>.</summary>
    public string Name => Header["eventname"];

    /// <summary>The identifier of the daemon that sent it.</summary>
    public string Server => Header.GetValueOrDefault("server", "");

    /// <summary>The event's number among all of the daemon's; an event that is delivered again has the same. -1 when the header has none.</summary>
    public long Serial => long.TryParse(Header.GetValueOrDefault("serial"), NumberStyles.None, CultureInfo.InvariantCulture, out long serial) ? serial : -1;

    /// <summary>The <c>name:value</c> words of the payload's first line; words without a colon are left out.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; } = ParseWords(FirstLine(Payload));

    /// <summary>What follows the payload's first line: a program's output or message; empty when there is none.</summary>
    public string Data => Payload.IndexOf('\n', StringComparison.Ordinal) is >= 0 and int end ? Payload[(end + 1)..] : "";

    internal static Dictionary<string, string> ParseWords(string line)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon)
            {
                words[word[..colon]] = word[(colon + 1)..];
            }
        }

        return words;
    }

    private static string FirstLine(string payload) => payload.IndexOf('\n', StringComparison.Ordinal) is >= 0 and int end ? payload[..end] : payload;
}
