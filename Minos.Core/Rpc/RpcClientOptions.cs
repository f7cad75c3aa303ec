using System.Net;

namespace Minos.Rpc;

/// <summary>How to reach a server.</summary>
public sealed record RpcClientOptions
{
    /// <summary>The user name of basic authentication; null sends none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password of basic authentication; null sends none.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// SHA-256 of the only certificate that an <c>https</c> server may have, in hexadecimal digits, colons or not; whoever signed it and
    /// whatever name it has. Null trusts what the machine trusts.
    /// </summary>
    public string? CertificateFingerprint { get; init; }

    /// <summary>How long to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long to wait for an answer. Without a limit unless set: a start waits for <c>startsecs</c>, a stop for
    /// <c>stopwaitsecs</c>, both as long as the server's configuration likes.
    /// </summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>How long an idle connection is kept for the next call.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Opens a connection in place of TCP; it keeps its own time. Null is TCP, or the socket.</summary>
    internal Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? OpenAsync { get; init; }
}
