namespace Minos.Configuration;

/// <summary>One listener for XML-RPC and the web page.</summary>
public abstract record HttpServerSettings
{
    /// <summary>The section, e.g. <c>inet_http_server</c> or <c>unix_http_server:name</c>.</summary>
    public required string Section { get; init; }

    /// <summary>User name for basic authentication; null or empty: none.</summary>
    public string? UserName { get; init; }

    /// <summary>Clear text, or <c>{SHA}</c> and 40 lower-case hexadecimal digits of its SHA-1, or another hash (<see cref="Values.PasswordValue"/>).</summary>
    public string? Password { get; init; }

    /// <summary>Further users beside <see cref="UserName"/>, who may do everything; nobody is asked for a password without that one.</summary>
    public ValueList<HttpUser> Users { get; init; } = [];

    /// <summary>Let links and requests without the page's own token start and stop programs, as Supervisor's web page does.</summary>
    public bool AllowGetActions { get; init; }
}

/// <summary>An <c>[inet_http_server]</c> section (spec 01 section 5.2).</summary>
public sealed record InetHttpServerSettings : HttpServerSettings
{
    /// <summary>Host to bind, lower case; empty for every interface.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Listen on an address other than loopback although no password is set.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>The certificate; null serves without TLS.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>Further names of this machine, in lower case, by which browsers may reach a server without a password; <c>*</c> for any.</summary>
    public ValueList<string> AllowedHosts { get; init; } = [];
}

/// <summary>A <c>[unix_http_server]</c> section (spec 01 section 5.1).</summary>
public sealed record UnixHttpServerSettings : HttpServerSettings
{
    /// <summary>Absolute path of the socket.</summary>
    public required string Path { get; init; }

    /// <summary>Mode of the socket file.</summary>
    public int Mode { get; init; } = 0x1C0; // 0700

    /// <summary>The uids whose processes may connect, whatever the socket's mode allows; empty for everybody whom it does.</summary>
    public ValueList<int> AllowedUserIds { get; init; } = [];

    /// <summary>Owner of the socket file; null leaves it.</summary>
    public SocketOwner? Owner { get; init; }
}
