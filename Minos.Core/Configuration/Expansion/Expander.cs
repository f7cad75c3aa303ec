using System.Globalization;
using System.Text;

namespace Minos.Configuration.Expansion;

/// <summary>Python's <c>%</c> formatting with a dictionary, which every value of a configuration file goes through.</summary>
internal static class Expander
{
    private const string NotEnoughArguments = "not enough arguments for format string";

    /// <summary>Expands <paramref name="format"/>.</summary>
    /// <param name="format">The value as written.</param>
    /// <param name="names">What it may name.</param>
    /// <param name="subject">What is being expanded, for the error: <c>section.key</c>.</param>
    /// <exception cref="InvalidValueException">A name is unknown or the format is wrong; Supervisor's sentence.</exception>
    public static string Expand(string format, ExpansionNames names, string subject)
    {
        if (!format.Contains('%'))
        {
            return format;
        }

        try
        {
            return Format(format, names);
        }
        catch (FormatFailure e)
        {
            string head = $"Format string {PythonText.Repr(format)} for {PythonText.Repr(subject)} ";
            throw new InvalidValueException(e.UnknownName is null
                ? $"{head}is badly formatted: {e.Message}"
                : $"{head}contains names ({PythonText.Repr(e.UnknownName)}) which cannot be expanded. Available names: {string.Join(", ", names.Sorted)}");
        }
    }

    private static string Format(string format, ExpansionNames names)
    {
        var result = new StringBuilder(format.Length + 32);
        bool named = false;
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
            }
            else if (i + 1 < format.Length && format[i + 1] == '%')
            {
                result.Append('%');
                i++;
            }
            else
            {
                i++;
                result.Append(FormatOne(format, ref i, names, ref named));
            }
        }

        return result.ToString();
    }

    private static string FormatOne(string format, ref int i, ExpansionNames names, ref bool named)
    {
        ExpansionValue? value = null;
        if (Peek(format, i) == '(')
        {
            string name = ReadName(format, ref i);
            value = names.TryGet(name, out ExpansionValue found) ? found : throw new FormatFailure("", name);
        }

        bool isFirst = !named;
        named |= value is not null;
        ConversionSpec spec = ConversionSpec.Parse(format, ref i, hasValue: value is not null || isFirst, value, NotEnoughArguments);
        if (value is not null)
        {
            return Conversion.Apply(spec, value.Value);
        }

        // A conversion without a name stands for the whole dictionary, once; nobody can mean that.
        throw new FormatFailure(isFirst ? Conversion.DictionaryFailure(spec, NotEnoughArguments) : NotEnoughArguments);
    }

    private static string ReadName(string format, ref int i)
    {
        int start = ++i;
        int depth = 1;
        for (; i < format.Length; i++)
        {
            depth += format[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return format[start..i++];
            }
        }

        throw new FormatFailure("incomplete format key");
    }

    private static char Peek(string format, int i) => i < format.Length ? format[i] : '\0';
}

/// <summary>A format that cannot be applied.</summary>
internal sealed class FormatFailure(string message, string? unknownName = null) : Exception(message)
{
    /// <summary>The name that is not known; null if something else is wrong.</summary>
    public string? UnknownName => unknownName;

    /// <summary>Python's sentence for a letter that is no conversion; the index counts code points.</summary>
    public static FormatFailure Unsupported(Rune letter, string format, int index)
    {
        string shown = letter.Value is >= 31 and < 128 ? ((char)letter.Value).ToString() : "?";
        int position = format.AsSpan(0, index).ToString().EnumerateRunes().Count();
        return new FormatFailure(string.Create(
            CultureInfo.InvariantCulture, $"unsupported format character '{shown}' (0x{letter.Value:x}) at index {position}"));
    }
}
