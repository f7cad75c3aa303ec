using System.Buffers;
using System.Text;

namespace Minos.Configuration.Ini;

/// <summary>Reads a configuration file's text as Python does: strict UTF-8.</summary>
internal static class IniFile
{
    /// <summary>Reads <paramref name="path"/> as text.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="InvalidValueException">The file is not UTF-8, or holds a null byte; Python's sentence.</exception>
    public static string ReadText(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int zero = bytes.AsSpan().IndexOf((byte)0);
        if (zero >= 0)
        {
            // Python goes on until a path or a command with it reaches the kernel; no file means it.
            throw new InvalidValueException($"embedded null byte in position {zero}");
        }

        for (int i = 0; i < bytes.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes.AsSpan(i), out _, out int consumed);
            if (status != OperationStatus.Done)
            {
                throw new InvalidValueException(DecodeError(bytes, i, consumed, status));
            }

            i += consumed;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static string DecodeError(byte[] bytes, int position, int consumed, OperationStatus status)
    {
        string reason = status == OperationStatus.NeedMoreData
            ? "unexpected end of data"
            : bytes[position] is < 0xc2 or > 0xf4 ? "invalid start byte" : "invalid continuation byte";
        return consumed > 1
            ? $"'utf-8' codec can't decode bytes in position {position}-{position + consumed - 1}: {reason}"
            : $"'utf-8' codec can't decode byte 0x{bytes[position]:x2} in position {position}: {reason}";
    }
}
