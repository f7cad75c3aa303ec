namespace Minos.Configuration.Values;

/// <summary>Booleans: <c>yes true on 1</c> and <c>no false off 0</c> in any case.</summary>
public static class BooleanValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "true or false (also yes/no, on/off, 1/0)";

    /// <summary>Parses <paramref name="text"/>.</summary>
    /// <exception cref="InvalidValueException">It is none of the words.</exception>
    public static bool Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string word = text.ToLowerInvariant();
        return word switch
        {
            "yes" or "true" or "on" or "1" => true,
            "no" or "false" or "off" or "0" => false,
            _ => throw new InvalidValueException("not a valid boolean value: " + PythonText.Repr(text)),
        };
    }
}
