namespace Minos.Configuration.Values;

/// <summary>URLs of a server, as <c>supervisorctl -s</c> takes them.</summary>
public static class UrlValue
{
    /// <summary>Checks that there is a scheme and a host or a path; the text itself is the value.</summary>
    /// <exception cref="InvalidValueException">It is not a URL.</exception>
    public static string Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        bool hasScheme = colon > 0 && char.IsAsciiLetter(text[0])
            && text.AsSpan(0, colon).IndexOfAnyExcept(s_schemeCharacters) < 0;
        string rest = hasScheme ? text[(colon + 1)..] : "";
        string target = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        return target.Length > 0 && target[0] is not ('?' or '#' or ';')
            ? text
            : throw new InvalidValueException($"value {PythonText.Repr(text)} is not a URL");
    }

    private static readonly System.Buffers.SearchValues<char> s_schemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
}
