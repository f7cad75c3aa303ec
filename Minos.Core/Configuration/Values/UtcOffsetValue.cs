using System.Globalization;

namespace Minos.Configuration.Values;

/// <summary>The offset from UTC of the times in logs, as RFC 3339 section 4 writes it.</summary>
public static class UtcOffsetValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "utc, local, or an offset from UTC like +02:00";

    /// <summary>Parses <c>utc</c>, <c>z</c>, <c>local</c> (in any case) or an offset from -14:00 to +14:00.</summary>
    /// <returns>The offset; null for the machine's time zone.</returns>
    /// <exception cref="InvalidValueException">It is none of them.</exception>
    public static TimeSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        switch (text.ToLowerInvariant())
        {
            case "utc" or "z":
                return TimeSpan.Zero;
            case "local":
                return null;
        }

        // A DateTimeOffset bears no more than 14 hours, and no place on earth needs more.
        return text is ['+' or '-', ..]
            && TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out TimeSpan offset)
            && offset <= TimeSpan.FromHours(14)
            ? (text[0] == '-' ? -offset : offset)
            : throw new InvalidValueException("invalid offset from UTC " + PythonText.Repr(text));
    }
}
