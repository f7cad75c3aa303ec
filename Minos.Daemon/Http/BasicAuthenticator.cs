using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>Decides whether an Authorization header opens a listener (RFC 7617).</summary>
/// <remarks>
/// Time depends on the length of what the client sent, not on how much of it is right. No cryptographic hash is needed for that,
/// and none is used for clear passwords: loading OpenSSL would cost a fifth of the daemon's memory.
/// </remarks>
public sealed class BasicAuthenticator
{
    private const string Scheme = "basic ";
    private const string HashPrefix = "{SHA}";
    private const int MaxHeaderLength = 4096;

    private readonly byte[]? _user;
    private readonly byte[] _password = [];
    private readonly bool _passwordIsHashed;

    /// <summary>Makes the authenticator of one section; without a user name everyone may pass.</summary>
    public BasicAuthenticator(HttpServerSettings settings)
    {
        if (string.IsNullOrEmpty(settings.UserName))
        {
            return;
        }

        string password = settings.Password ?? "";
        _passwordIsHashed = password.StartsWith(HashPrefix, StringComparison.Ordinal);
        _user = Encoding.UTF8.GetBytes(settings.UserName);
        _password = Encoding.UTF8.GetBytes(_passwordIsHashed ? password[HashPrefix.Length..] : password);
    }

    /// <summary>Whether clients must show a user name and password.</summary>
    public bool IsRequired => _user is not null;

    /// <summary>Checks the value of an Authorization header; null, malformed and wrong are all the same to it.</summary>
    public bool Accepts(string? authorization)
    {
        if (_user is null)
        {
            return true;
        }

        if (authorization is null or { Length: > MaxHeaderLength }
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || !TryDecode(authorization.AsSpan(Scheme.Length), out byte[] decoded))
        {
            return false;
        }

        int colon = Array.IndexOf(decoded, (byte)':');
        if (colon < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> password = decoded.AsSpan(colon + 1);
        return FixedTimeEquals(decoded.AsSpan(0, colon), _user)
            & FixedTimeEquals(_passwordIsHashed ? Sha1Hex(password) : password, _password);
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
