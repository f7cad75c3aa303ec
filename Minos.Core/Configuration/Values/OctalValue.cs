namespace Minos.Configuration.Values;

/// <summary>Octal numbers for modes and masks: <c>022</c>, <c>0o22</c>, <c>777</c>.</summary>
public static class OctalValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "an octal number such as 022";

    /// <summary>Parses <paramref name="text"/>.</summary>
    /// <exception cref="InvalidValueException">It is not an octal number.</exception>
    public static int Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IntegerValue.TryParse(text, 8, out long value)
            ? (int)Math.Clamp(value, int.MinValue, int.MaxValue)
            : throw new InvalidValueException($"{text} can not be converted to an octal type");
    }
}
