using System.Buffers.Text;
using System.Globalization;

namespace Minos.Configuration.Values;

/// <summary>Passwords of HTTP users: clear text, or one of three hashes by its prefix.</summary>
public static class PasswordValue
{
    /// <summary>Supervisor's: SHA-1 in lower-case hexadecimal digits.</summary>
    public const string Sha1Prefix = "{SHA}";

    /// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
    public const string Sha256Prefix = "{SHA256}";

    /// <summary>PBKDF2 with HMAC-SHA-256 (RFC 8018): <c>iterations$salt$key</c>, the last two in base 64.</summary>
    public const string Pbkdf2Prefix = "{PBKDF2}";

    /// <summary>What is allowed, for people; never shown with the value.</summary>
    public const string Allowed = "clear text, {SHA}, {SHA256}, or what \"minosd hash-password\" prints";

    private const int MaxIterations = 10_000_000;
    private const int MaxPartBytes = 256;

    /// <summary>Checks the form of a hash; Supervisor never checks <c>{SHA}</c>, so that neither is here.</summary>
    /// <exception cref="InvalidValueException">It is none; the message has nothing of the value.</exception>
    public static string Check(string text)
    {
        if (text.StartsWith(Sha256Prefix, StringComparison.Ordinal)
            && (text.Length != Sha256Prefix.Length + 64 || text[Sha256Prefix.Length..].Any(static c => !char.IsAsciiHexDigitLower(c))))
        {
            throw new InvalidValueException("a {SHA256} password has 64 lower-case hexadecimal digits");
        }

        return !text.StartsWith(Pbkdf2Prefix, StringComparison.Ordinal) || TryParsePbkdf2(text, out _, out _, out _)
            ? text
            : throw new InvalidValueException("a {PBKDF2} password has the form iterations$salt$key, with salt and key in base 64");
    }

    /// <summary>Takes a PBKDF2 password apart.</summary>
    public static bool TryParsePbkdf2(string text, out int iterations, out byte[] salt, out byte[] key)
    {
        salt = key = [];
        iterations = 0;
        string[] parts = text[Pbkdf2Prefix.Length..].Split('$');
        if (parts.Length != 3
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out iterations)
            || iterations is < 1 or > MaxIterations
            || !Base64.IsValid(parts[1], out int saltBytes) || saltBytes > MaxPartBytes
            || !Base64.IsValid(parts[2], out int keyBytes) || keyBytes is < 16 or > MaxPartBytes)
        {
            return false;
        }

        salt = Convert.FromBase64String(parts[1]);
        key = Convert.FromBase64String(parts[2]);
        return true;
    }
}
