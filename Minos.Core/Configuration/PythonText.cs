using System.Globalization;
using System.Text;

namespace Minos.Configuration;

/// <summary>Text as Python handles it: Supervisor's grammar and its error sentences are made of these.</summary>
public static class PythonText
{
    /// <summary>Whether <c>str.isspace()</c> holds; four control characters more than .NET's white space.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    /// <summary><c>str.strip()</c>.</summary>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int start = 0;
        while (start < text.Length && IsSpace(text[start]))
        {
            start++;
        }

        return StripEnd(text[start..]);
    }

    /// <summary><c>str.rstrip()</c>.</summary>
    public static string StripEnd(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary><c>str.split()</c>: the words between runs of white space.</summary>
    public static List<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool inWord = i < text.Length && !IsSpace(text[i]);
            if (inWord && start < 0)
            {
                start = i;
            }
            else if (!inWord && start >= 0)
            {
                words.Add(text[start..i]);
                start = -1;
            }
        }

        return words;
    }

    /// <summary><c>repr()</c> of a string: quoted, with escapes for what cannot be printed.</summary>
    public static string Repr(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        for (int i = 0; i < text.Length; i++)
        {
            Rune rune;
            if (Rune.TryGetRuneAt(text, i, out rune))
            {
                i += rune.Utf16SequenceLength - 1;
                AppendRepr(result, rune, quote);
            }
            else
            {
                result.Append($"\\u{(int)text[i]:x4}");
            }
        }

        return result.Append(quote).ToString();
    }

    /// <summary><c>repr()</c> of a list of strings.</summary>
    public static string Repr(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Repr))}]";

    private static void AppendRepr(StringBuilder result, Rune rune, char quote)
    {
        switch (rune.Value)
        {
            case '\n':
                result.Append("\\n");
                break;
            case '\r':
                result.Append("\\r");
                break;
            case '\t':
                result.Append("\\t");
                break;
            case '\\':
                result.Append("\\\\");
                break;
            case int value when value == quote:
                result.Append('\\').Append(quote);
                break;
            case int value when IsPrintable(rune):
                result.Append(rune.ToString());
                break;
            case <= 0xff:
                result.Append($"\\x{rune.Value:x2}");
                break;
            case <= 0xffff:
                result.Append($"\\u{rune.Value:x4}");
                break;
            default:
                result.Append($"\\U{rune.Value:x8}");
                break;
        }
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
