using System.Text;

namespace Minos.Configuration.Expansion;

/// <summary>What stands between <c>%(name)</c> and the end of a conversion: flags, width, precision and letter.</summary>
internal readonly record struct ConversionSpec(char Letter, bool Left, bool Plus, bool Blank, bool Alternate, bool Zero, int Width, int Precision)
{
    // Python allows 2^63; nobody needs more than a line, and a typing error must not fill the memory.
    private const int LargestWidth = 10_000;

    /// <summary>Reads a specification at <paramref name="i"/>, which is left at its letter.</summary>
    /// <param name="format">The format.</param>
    /// <param name="i">Where the flags begin.</param>
    /// <param name="hasValue">Whether a value is left for an unnamed conversion or a <c>*</c>.</param>
    /// <param name="value">The named value.</param>
    /// <param name="noValueMessage">The error when it would not.</param>
    public static ConversionSpec Parse(string format, ref int i, bool hasValue, ExpansionValue? value, string noValueMessage)
    {
        var spec = new ConversionSpec { Precision = -1 };
        for (; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '-':
                    spec = spec with { Left = true };
                    continue;
                case '+':
                    spec = spec with { Plus = true };
                    continue;
                case ' ':
                    spec = spec with { Blank = true };
                    continue;
                case '#':
                    spec = spec with { Alternate = true };
                    continue;
                case '0':
                    spec = spec with { Zero = true };
                    continue;
            }

            break;
        }

        RefuseStar(format, i, hasValue, value, noValueMessage);
        spec = spec with { Width = ReadNumber(format, ref i, "width too big") ?? 0 };
        if (i < format.Length && format[i] == '.')
        {
            i++;
            RefuseStar(format, i, hasValue, value, noValueMessage);
            spec = spec with { Precision = ReadNumber(format, ref i, "precision too big") ?? 0 };
        }

        if (i < format.Length && format[i] is 'h' or 'l' or 'L')
        {
            i++;
        }

        if (i >= format.Length)
        {
            throw new FormatFailure("incomplete format");
        }

        if (format[i] is not ('s' or 'r' or 'a' or 'd' or 'i' or 'u' or 'o' or 'x' or 'X' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'c'))
        {
            if (!hasValue)
            {
                throw new FormatFailure(noValueMessage);
            }

            throw FormatFailure.Unsupported(Rune.TryGetRuneAt(format, i, out Rune rune) ? rune : Rune.ReplacementChar, format, i);
        }

        return spec with { Letter = format[i] };
    }

    // A star takes the value that the conversion itself needs, so it can never work with names.
    private static void RefuseStar(string format, int i, bool hasValue, ExpansionValue? value, string noValueMessage)
    {
        if (i < format.Length && format[i] == '*')
        {
            throw new FormatFailure(hasValue && value is not { Text: null } ? "* wants int" : noValueMessage);
        }
    }

    private static int? ReadNumber(string format, ref int i, string tooBigMessage)
    {
        int? number = null;
        for (; i < format.Length && char.IsAsciiDigit(format[i]); i++)
        {
            number = ((number ?? 0) * 10) + (format[i] - '0');
            if (number > LargestWidth)
            {
                throw new FormatFailure(tooBigMessage);
            }
        }

        return number;
    }
}
