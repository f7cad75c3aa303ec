using System.Security.Cryptography;
using System.Text;

namespace Minos.Daemon.Web;

/// <summary>The secret in the page's forms by which the daemon knows its own page. It lasts as long as the daemon.</summary>
public sealed class ActionToken
{
    private const int Length = 32;

    private readonly Lazy<string> _value = new(Make);

    /// <summary>The token, as the forms have it.</summary>
    public string Value => _value.Value;

    /// <summary>Compares in a time that does not tell how much was right.</summary>
    public bool Matches(string? given) =>
        given is { Length: Length * 2 }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Value));

    // Straight from the kernel: the runtime's generator would load OpenSSL for it, 4 MB.
    private static string Make()
    {
        Span<byte> random = stackalloc byte[Length];
        using var source = new FileStream("/dev/urandom", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        source.ReadExactly(random);
        return Convert.ToHexStringLower(random);
    }
}
