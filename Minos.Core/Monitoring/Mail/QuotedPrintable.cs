using System.Globalization;
using System.Text;

namespace Minos.Monitoring.Mail;

/// <summary>Text as ASCII lines of 76 characters at most, legible where it is ASCII already (RFC 2045 section 6.7).</summary>
internal static class QuotedPrintable
{
    private const int MaxLine = 73; // leaves room for one escape and the soft line break

    /// <summary>Appends <paramref name="content"/>; its line ends become CR LF.</summary>
    public static void Append(StringBuilder text, string content)
    {
        string[] lines = content.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            AppendLine(text, Encoding.UTF8.GetBytes(lines[i]));
            text.Append(i < lines.Length - 1 ? "\r\n" : "");
        }
    }

    private static void AppendLine(StringBuilder text, byte[] line)
    {
        int column = 0;
        for (int i = 0; i < line.Length; i++)
        {
            byte value = line[i];
            bool isLast = i == line.Length - 1;
            bool isPlain = value is > 32 and < 127 && value != '=' || (value is 32 or 9 && !isLast);
            // "From " at a line's start is quoted by mailboxes, and a dot by the protocol.
            isPlain &= column > 0 || value is not ((byte)'F' or (byte)'.');
            if (column >= MaxLine)
            {
                text.Append("=\r\n");
                column = 0;
            }

            string shown = isPlain ? ((char)value).ToString() : "=" + value.ToString("X2", CultureInfo.InvariantCulture);
            text.Append(shown);
            column += shown.Length;
        }
    }
}
