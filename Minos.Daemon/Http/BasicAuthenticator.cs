using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Minos.Configuration;
using Minos.Configuration.Values;

namespace Minos.Daemon.Http;

/// <summary>Decides whether an Authorization header opens a listener (RFC 7617).</summary>
/// <remarks>
/// Time depends on the length of what the client sent, not on how much of it is right. No cryptographic hash is needed for that,
/// and none is used for clear passwords: loading OpenSSL would cost a fifth of the daemon's memory.
/// </remarks>
public sealed class BasicAuthenticator
{
    private const string Scheme = "basic ";
    private const int MaxHeaderLength = 4096;

    private readonly (byte[] Name, HttpUser User)[] _users = [];

    /// <summary>Makes the authenticator of one section; without a user name everyone may pass.</summary>
    public BasicAuthenticator(HttpServerSettings settings)
    {
        if (string.IsNullOrEmpty(settings.UserName))
        {
            return;
        }

        var owner = new HttpUser(settings.UserName, settings.Password ?? "", HttpRole.Admin);
        _users = [.. settings.Users.Prepend(owner).Select(static u => (Encoding.UTF8.GetBytes(u.Name), u))];
    }

    /// <summary>Whether clients must show a user name and password.</summary>
    public bool IsRequired => _users.Length > 0;

    /// <summary>Checks the value of an Authorization header; null, malformed and wrong are all the same to it.</summary>
    public bool Accepts(string? authorization) => Authenticate(authorization) is not null;

    /// <summary>Finds what the client may do; null when it may not come in.</summary>
    public HttpRole? Authenticate(string? authorization)
    {
        if (!IsRequired)
        {
            return HttpRole.Admin;
        }

        if (authorization is null or { Length: > MaxHeaderLength }
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || !TryDecode(authorization.AsSpan(Scheme.Length), out byte[] decoded))
        {
            return null;
        }

        int colon = Array.IndexOf(decoded, (byte)':');
        if (colon < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> name = decoded.AsSpan(0, colon);
        ReadOnlySpan<byte> password = decoded.AsSpan(colon + 1);
        HttpRole? role = null;
        foreach ((byte[] known, HttpUser user) in _users)
        {
            // All are looked at, and a hash is made for a wrong name, too: the time does not tell which names there are.
            bool isRight = IsPassword(password, user.Password) & FixedTimeEquals(name, known);
            role = isRight ? role ?? user.Role : role;
        }

        return role;
    }

    private static bool IsPassword(ReadOnlySpan<byte> given, string stored)
    {
        if (stored.StartsWith(PasswordValue.Pbkdf2Prefix, StringComparison.Ordinal)
            && PasswordValue.TryParsePbkdf2(stored, out int iterations, out byte[] salt, out byte[] key))
        {
            return CryptographicOperations.FixedTimeEquals(
                Rfc2898DeriveBytes.Pbkdf2(given, salt, iterations, HashAlgorithmName.SHA256, key.Length), key);
        }

        if (stored.StartsWith(PasswordValue.Sha256Prefix, StringComparison.Ordinal))
        {
            string digits = Convert.ToHexStringLower(SHA256.HashData(given));
            return FixedTimeEquals(Encoding.ASCII.GetBytes(digits), Encoding.UTF8.GetBytes(stored[PasswordValue.Sha256Prefix.Length..]));
        }

        return stored.StartsWith(PasswordValue.Sha1Prefix, StringComparison.Ordinal)
            ? FixedTimeEquals(Sha1Hex(given), Encoding.UTF8.GetBytes(stored[PasswordValue.Sha1Prefix.Length..]))
            : FixedTimeEquals(given, Encoding.UTF8.GetBytes(stored));
    }

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] decoded)
    {
        decoded = [];
        if (!Base64.IsValid(text, out int length))
        {
            return false;
        }

        decoded = new byte[length];
        return Convert.TryFromBase64Chars(text, decoded, out int written) && written == length;
    }

    // Compares as many bytes as were given whatever the secret's length is, which the time would tell otherwise.
    private static bool FixedTimeEquals(ReadOnlySpan<byte> given, ReadOnlySpan<byte> secret)
    {
        byte[] padded = new byte[given.Length];
        secret[..Math.Min(secret.Length, given.Length)].CopyTo(padded);
        return CryptographicOperations.FixedTimeEquals(given, padded) & given.Length == secret.Length;
    }

    private static byte[] Sha1Hex(ReadOnlySpan<byte> password)
    {
#pragma warning disable CA5350 // The file format: {SHA} and the SHA-1 of the password in lower-case hexadecimal digits.
        byte[] hash = SHA1.HashData(password);
#pragma warning restore CA5350
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash));
    }
}
