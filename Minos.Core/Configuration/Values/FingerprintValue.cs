namespace Minos.Configuration.Values;

/// <summary>Fingerprints of certificates.</summary>
public static class FingerprintValue
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "the SHA-256 of a certificate: 64 hexadecimal digits, with colons or not";

    /// <summary>Parses a fingerprint.</summary>
    /// <returns>64 upper-case hexadecimal digits.</returns>
    /// <exception cref="InvalidValueException">It is none.</exception>
    public static string Parse(string text)
    {
        string digits = text.Replace(":", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigit)
            ? digits
            : throw new InvalidValueException($"not a fingerprint: {PythonText.Repr(text)}");
    }
}
