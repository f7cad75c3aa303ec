using System.Globalization;
using System.Text;

namespace Minos.Configuration.Values;

/// <summary>Integers as Python's <c>int()</c> reads them: sign, blanks around, underscores between digits. Too large values become the largest.</summary>
public static class IntegerValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "a whole number";

    // Far beyond every sensible value, with room for sums of two, and for another digit in 64 bits.
    private const ulong Largest = 1UL << 60;

    /// <summary>Parses a decimal number.</summary>
    /// <exception cref="InvalidValueException">It is not a number.</exception>
    public static long Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TryParse(text, 10, out long value))
        {
            string repr = PythonText.Repr(text);
            throw new InvalidValueException("invalid literal for int() with base 10: " + (repr.Length > 200 ? repr[..200] : repr));
        }

        return value;
    }

    /// <summary>Parses a decimal number into 32 bits; what lies outside becomes the nearest.</summary>
    /// <exception cref="InvalidValueException">It is not a number.</exception>
    public static int ParseInt32(string text) => (int)Math.Clamp(Parse(text), int.MinValue, int.MaxValue);

    internal static bool TryParse(string text, int radix, out long value)
    {
        value = 0;
        ReadOnlySpan<char> rest = PythonText.Strip(text);
        bool negative = false;
        if (rest is ['+' or '-', ..])
        {
            negative = rest[0] == '-';
            rest = rest[1..];
        }

        bool afterDigit = false;
        if (radix == 8 && rest is ['0', 'o' or 'O', ..])
        {
            rest = rest[2..];
            afterDigit = true; // int('0o_17', 8) is a number
        }

        bool any = false;
        ulong sum = 0;
        foreach (Rune rune in rest.EnumerateRunes())
        {
            if (rune.Value == '_' && afterDigit)
            {
                afterDigit = false;
                continue;
            }

            int digit = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
            if (digit < 0 || digit >= radix)
            {
                return false;
            }

            afterDigit = any = true;
            sum = sum > Largest ? sum : (sum * (ulong)radix) + (ulong)digit;
        }

        value = (long)Math.Min(sum, Largest) * (negative ? -1 : 1);
        return any && afterDigit;
    }
}
