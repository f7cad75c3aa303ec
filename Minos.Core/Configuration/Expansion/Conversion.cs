using System.Globalization;
using System.Text;

namespace Minos.Configuration.Expansion;

/// <summary>The conversions of Python's <c>%</c> formatting for texts and whole numbers.</summary>
internal static class Conversion
{
    /// <summary>Converts <paramref name="value"/>.</summary>
    /// <exception cref="FormatFailure">The conversion does not fit the value.</exception>
    public static string Apply(ConversionSpec spec, ExpansionValue value) => spec.Letter switch
    {
        's' => PadText(spec, Truncate(spec, Plain(value))),
        'r' => PadText(spec, Truncate(spec, Repr(value))),
        'a' => PadText(spec, Truncate(spec, Ascii(Repr(value)))),
        'c' => PadText(spec, Character(value)),
        _ when value.Text is not null => throw new FormatFailure(WrongType(spec.Letter, "str")),
        'd' or 'i' or 'u' or 'o' or 'x' or 'X' => PadNumber(spec, Integer(spec, value.Number), IntegerPrefix(spec)),
        _ => PadNumber(spec, Real(spec, value.Number), ""),
    };

    /// <summary>The error for a conversion that meets the dictionary itself.</summary>
    public static string DictionaryFailure(ConversionSpec spec, string textMessage) => spec.Letter switch
    {
        's' or 'r' or 'a' => textMessage,
        'c' => "%c requires int or char",
        _ => WrongType(spec.Letter, "dict"),
    };

    private static string WrongType(char letter, string type) => letter switch
    {
        'd' or 'i' or 'u' => $"%{letter} format: a real number is required, not {type}",
        'o' or 'x' or 'X' => $"%{letter} format: an integer is required, not {type}",
        _ => $"must be real number, not {type}",
    };

    private static string Plain(ExpansionValue value) => value.Text ?? value.Number.ToString(CultureInfo.InvariantCulture);

    private static string Repr(ExpansionValue value) => value.Text is null ? Plain(value) : PythonText.Repr(value.Text);

    private static string Ascii(string repr)
    {
        var result = new StringBuilder();
        foreach (Rune rune in repr.EnumerateRunes())
        {
            result.Append(rune.Value switch
            {
                < 0x80 => rune.ToString(),
                < 0x100 => $"\\x{rune.Value:x2}",
                < 0x10000 => $"\\u{rune.Value:x4}",
                _ => $"\\U{rune.Value:x8}",
            });
        }

        return result.ToString();
    }

    private static string Character(ExpansionValue value)
    {
        if (value.Text is null)
        {
            return Rune.IsValid((int)Math.Clamp(value.Number, -1, int.MaxValue))
                ? new Rune((int)value.Number).ToString()
                : throw new FormatFailure("%c arg not in range(0x110000)");
        }

        return value.Text.EnumerateRunes().Count() == 1 ? value.Text : throw new FormatFailure("%c requires int or char");
    }

    private static string Truncate(ConversionSpec spec, string text) =>
        spec.Precision < 0 ? text : string.Concat(text.EnumerateRunes().Take(spec.Precision));

    private static string PadText(ConversionSpec spec, string text)
    {
        int missing = Math.Max(spec.Width - text.EnumerateRunes().Count(), 0);
        return spec.Left ? text + new string(' ', missing) : new string(' ', missing) + text;
    }

    // The text starts with '-' if it is negative.
    private static string PadNumber(ConversionSpec spec, string text, string prefix)
    {
        string sign = text[0] == '-' ? "-" : spec.Plus ? "+" : spec.Blank ? " " : "";
        string digits = text.TrimStart('-');
        int missing = Math.Max(spec.Width - sign.Length - prefix.Length - digits.Length, 0);
        return (spec.Left, spec.Zero) switch
        {
            (true, _) => sign + prefix + digits + new string(' ', missing),
            (false, true) => sign + prefix + new string('0', missing) + digits,
            _ => new string(' ', missing) + sign + prefix + digits,
        };
    }

    private static string IntegerPrefix(ConversionSpec spec) => !spec.Alternate ? "" : spec.Letter switch
    {
        'o' => "0o",
        'x' => "0x",
        'X' => "0X",
        _ => "",
    };

    private static string Integer(ConversionSpec spec, long number)
    {
        long magnitude = Math.Abs(number);
        string digits = spec.Letter switch
        {
            'o' => Convert.ToString(magnitude, 8),
            'x' => magnitude.ToString("x", CultureInfo.InvariantCulture),
            'X' => magnitude.ToString("X", CultureInfo.InvariantCulture),
            _ => magnitude.ToString(CultureInfo.InvariantCulture),
        };
        return (number < 0 ? "-" : "") + digits.PadLeft(Math.Max(spec.Precision, 0), '0');
    }

    private static string Real(ConversionSpec spec, double number)
    {
        int precision = spec.Precision < 0 ? 6 : spec.Precision;
        string text = char.ToLowerInvariant(spec.Letter) switch
        {
            'f' => Fixed(number, precision, spec.Alternate),
            'e' => Exponential(number, precision, spec.Alternate),
            _ => General(number, Math.Max(precision, 1), spec.Alternate),
        };
        return char.IsUpper(spec.Letter) ? text.ToUpperInvariant() : text;
    }

    private static string Fixed(double number, int precision, bool point) =>
        number.ToString("F" + precision, CultureInfo.InvariantCulture) + (point && precision == 0 ? "." : "");

    private static string Exponential(double number, int precision, bool point)
    {
        // .NET writes three digits of exponent, Python at least two.
        string text = number.ToString("e" + precision, CultureInfo.InvariantCulture);
        int e = text.IndexOf('e', StringComparison.Ordinal);
        string exponent = text[(e + 2)..].TrimStart('0').PadLeft(2, '0');
        return text[..e] + (point && precision == 0 ? "." : "") + text[e..(e + 2)] + exponent;
    }

    private static string General(double number, int digits, bool keepZeros)
    {
        string scientific = Exponential(number, digits - 1, keepZeros);
        int e = scientific.IndexOf('e', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < digits)
        {
            return Trim(Fixed(number, digits - 1 - exponent, keepZeros));
        }

        return Trim(scientific[..e]) + scientific[e..];

        string Trim(string text) => keepZeros || !text.Contains('.') ? text : text.TrimEnd('0').TrimEnd('.');
    }
}
