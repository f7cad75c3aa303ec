namespace Minos.Configuration.Values;

/// <summary>Comma-separated lists.</summary>
public static class ListValue
{
    /// <summary>What exit codes are allowed, for people.</summary>
    public const string ExitCodesAllowed = "a comma-separated list of numbers from 0 to 255 (or 999: no exit is expected)";

    /// <summary>The exit code that no process has; the Minos fork's files use it.</summary>
    public const int NeverExpected = 999;

    /// <summary>Splits at commas and trims; an empty text is an empty list.</summary>
    public static List<string> Strings(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? [] : [.. text.Split(',').Select(PythonText.Strip)];
    }

    /// <summary>Parses exit codes: 0 to 255, or <see cref="NeverExpected"/>.</summary>
    /// <exception cref="InvalidValueException">An element is not such a number.</exception>
    public static ValueList<int> ExitCodes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var codes = new List<int>();
        foreach (string item in text.Length == 0 ? [] : text.Split(','))
        {
            if (!IntegerValue.TryParse(item, 10, out long code) || code is not (>= 0 and <= 255 or NeverExpected))
            {
                throw new InvalidValueException("not a valid list of exit codes: " + PythonText.Repr(text));
            }

            codes.Add((int)code);
        }

        return ValueList.From(codes);
    }
}
