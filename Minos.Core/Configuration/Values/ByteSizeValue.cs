namespace Minos.Configuration.Values;

/// <summary>Sizes in bytes: a number, optionally with KB, MB or GB (1024, 1024², 1024³) in any case.</summary>
public static class ByteSizeValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "bytes: a whole number, or one with KB, MB or GB, such as 50MB";

    /// <summary>Parses <paramref name="text"/> into bytes.</summary>
    /// <exception cref="InvalidValueException">What stands before the suffix is not a number.</exception>
    public static long Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string lower = text.ToLowerInvariant();
        int shift = lower switch
        {
            [.., 'k', 'b'] => 10,
            [.., 'm', 'b'] => 20,
            [.., 'g', 'b'] => 30,
            _ => 0,
        };
        long number = IntegerValue.Parse(shift == 0 ? lower : lower[..^2]);
        return Math.Clamp(number, long.MinValue >> shift, long.MaxValue >> shift) << shift;
    }
}
