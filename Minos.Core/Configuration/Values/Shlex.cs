using System.Buffers;
using System.Text;

namespace Minos.Configuration.Values;

/// <summary>Words by the rules of a POSIX shell, as Python's <c>shlex</c> cuts them.</summary>
public static class Shlex
{
    // shlex knows the letters of Latin-1 but not × and ÷.
    private static readonly SearchValues<char> s_environmentCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/.+-():"
        + "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ");

    // What cuts words, and ; and #, which begin a comment in a configuration file.
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(" \t\r\n'\"\\;#");

    /// <summary>A word that <see cref="Split"/> gives back as it is, in quotes where it needs them.</summary>
    public static string Quote(string word) => word.Length == 0 || word.AsSpan().ContainsAny(s_quoted)
        ? $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : word;

    /// <summary><c>shlex.split()</c>: the words of a command line; quotes and backslashes are taken out, <c>#</c> is ordinary.</summary>
    /// <exception cref="InvalidValueException"><c>No closing quotation</c> or <c>No escaped character</c>.</exception>
    public static List<string> Split(string commandLine)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        return Tokenize(commandLine, wordCharacters: null);
    }

    /// <summary>The tokens of an <c>environment</c> value: words, with every other character a token of its own; <c>#</c> starts a comment.</summary>
    /// <exception cref="InvalidValueException"><c>No closing quotation</c> or <c>No escaped character</c>.</exception>
    internal static List<string> EnvironmentTokens(string text) => Tokenize(text, s_environmentCharacters);

    private static List<string> Tokenize(string text, SearchValues<char>? wordCharacters)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        bool inToken = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                Emit();
            }
            else if (c == '#' && wordCharacters is not null)
            {
                Emit();
                int lineEnd = text.IndexOf('\n', i);
                i = lineEnd < 0 ? text.Length : lineEnd;
            }
            else if (c == '\\')
            {
                if (++i == text.Length)
                {
                    throw new InvalidValueException("No escaped character");
                }

                AppendRune(text, ref i, token);
                inToken = true;
            }
            else if (c is '\'' or '"')
            {
                i = AppendQuoted(text, i, token);
                inToken = true;
            }
            else if (wordCharacters is null || wordCharacters.Contains(c))
            {
                token.Append(c);
                inToken = true;
            }
            else
            {
                Emit();
                AppendRune(text, ref i, token);
                inToken = true;
                Emit();
            }
        }

        Emit();
        return tokens;

        void Emit()
        {
            if (inToken)
            {
                tokens.Add(token.ToString());
                token.Clear();
                inToken = false;
            }
        }
    }

    private static int AppendQuoted(string text, int open, StringBuilder token)
    {
        char quote = text[open];
        for (int i = open + 1; i < text.Length; i++)
        {
            char c = text[i];
            if (c == quote)
            {
                return i;
            }

            if (c == '\\' && quote == '"')
            {
                if (++i == text.Length)
                {
                    throw new InvalidValueException("No escaped character");
                }

                // Only the quote and the backslash can be escaped between double quotes.
                c = text[i];
                token.Append(c is '"' or '\\' ? "" : "\\");
            }

            token.Append(c);
        }

        throw new InvalidValueException("No closing quotation");
    }

    private static void AppendRune(string text, ref int i, StringBuilder token)
    {
        token.Append(text[i]);
        if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            token.Append(text[++i]);
        }
    }
}
