using System.Text;

namespace Minos.Supervision;

/// <summary>Splits a command line by the rules of a POSIX shell's quoting; no expansion, no comments.</summary>
public static class ShellWords
{
    /// <summary>The words of <paramref name="command"/>.</summary>
    /// <exception cref="FormatException">A quote is not closed, or a backslash ends the text; the message is Supervisor's.</exception>
    public static List<string> Split(string command)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char quote = '\0';
        for (int i = 0; i < command.Length; i++)
        {
            char c = command[i];
            if (quote == '\0' && c is (' ' or '\t' or '\r' or '\n'))
            {
                Flush(words, ref word);
            }
            else if (quote == '\0' && c is ('\'' or '"'))
            {
                quote = c;
                word ??= new StringBuilder();
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else if (c == '\\' && quote != '\'')
            {
                if (++i == command.Length)
                {
                    throw new FormatException("No escaped character");
                }

                // Within double quotes a backslash protects only itself and the quote.
                word ??= new StringBuilder();
                _ = quote == '"' && command[i] is not ('"' or '\\') ? word.Append('\\').Append(command[i]) : word.Append(command[i]);
            }
            else
            {
                _ = (word ??= new StringBuilder()).Append(c);
            }
        }

        if (quote != '\0')
        {
            throw new FormatException("No closing quotation");
        }

        Flush(words, ref word);
        return words;
    }

    private static void Flush(List<string> words, ref StringBuilder? word)
    {
        if (word is not null)
        {
            words.Add(word.ToString());
            word = null;
        }
    }
}
