using System.Buffers;

namespace Minos.Rpc;

/// <summary>Characters that XML 1.0 has not (its production Char). Surrogates are left to the encoders of UTF-8.</summary>
internal static class XmlCharacters
{
    /// <summary>Those of ASCII.</summary>
    public const string Controls =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F\u0010\u0011"
        + "\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F";

    /// <summary>The others.</summary>
    public const string NonCharacters = "\uFFFE\uFFFF";

    /// <summary>All of them.</summary>
    public static SearchValues<char> Illegal { get; } = SearchValues.Create(Controls + NonCharacters);
}
