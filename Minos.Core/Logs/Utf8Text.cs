using System.Globalization;
using System.Text;

namespace Minos.Logs;

/// <summary>Bytes that are mostly UTF-8 text, cut anywhere.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Length without the character that the end cuts in two.</summary>
    public static int WholeCharacters(ReadOnlySpan<byte> data)
    {
        for (int back = 1; back <= Math.Min(3, data.Length); back++)
        {
            byte lead = data[^back];
            if ((lead & 0xC0) != 0x80)
            {
                int needed = lead switch { >= 0xC2 and <= 0xDF => 2, >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 1 };
                return needed > back ? data.Length - back : data.Length;
            }
        }

        return data.Length;
    }

    /// <summary>Number of bytes at the start that end a character begun before it; 0 when it is no text.</summary>
    public static int TailOfCharacter(ReadOnlySpan<byte> data)
    {
        int count = 0;
        while (count < data.Length && (data[count] & 0xC0) == 0x80)
        {
            count++;
        }

        return count <= 3 ? count : 0;
    }

    /// <summary>The text, or false when the bytes are no UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> data, out string text)
    {
        try
        {
            text = s_strict.GetString(data);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>The bytes as Python writes them (<c>b'\xff'</c>), which is how Supervisor's main log shows what is no text.</summary>
    public static string PythonLiteral(ReadOnlySpan<byte> data)
    {
        char quote = data.Contains((byte)'\'') && !data.Contains((byte)'"') ? '"' : '\'';
        var literal = new StringBuilder(data.Length + 3).Append('b').Append(quote);
        foreach (byte value in data)
        {
            _ = value switch
            {
                (byte)'\\' => literal.Append("\\\\"),
                (byte)'\n' => literal.Append("\\n"),
                (byte)'\r' => literal.Append("\\r"),
                (byte)'\t' => literal.Append("\\t"),
                _ when value == quote => literal.Append('\\').Append(quote),
                < 0x20 or >= 0x7F => literal.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
                _ => literal.Append((char)value),
            };
        }

        return literal.Append(quote).ToString();
    }
}
