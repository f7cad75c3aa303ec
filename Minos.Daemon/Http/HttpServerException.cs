using Minos.Configuration;

namespace Minos.Daemon.Http;

/// <summary>Why a listener could not be opened.</summary>
public enum HttpServerFailure
{
    /// <summary>Another program, perhaps another daemon, answers there.</summary>
    AddressInUse,

    /// <summary>The host name of the section has no address.</summary>
    UnknownHost,

    /// <summary>The address is open to other machines and asks for no password.</summary>
    Insecure,

    /// <summary>The socket file cannot be made there.</summary>
    SocketFile,

    /// <summary>The certificate cannot be used or made.</summary>
    Certificate,

    /// <summary>Any other error of the system.</summary>
    System,
}

/// <summary>A section's listener could not be opened; the message is one sentence for the operator.</summary>
public sealed class HttpServerException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="server">The section.</param>
    /// <param name="message">The sentence, which the section and its address are added to.</param>
    /// <param name="inner">The system's error.</param>
    public HttpServerException(HttpServerFailure failure, HttpServerSettings server, string message, Exception? inner = null)
        : base($"{message} (section [{server.Section}], {ListenAddress.Describe(server)})", inner)
    {
        Failure = failure;
        Section = server.Section;
        Address = ListenAddress.Describe(server);
    }

    /// <summary>Why.</summary>
    public HttpServerFailure Failure { get; }

    /// <summary>The section, e.g. <c>inet_http_server</c>.</summary>
    public string Section { get; }

    /// <summary><c>host:port</c> or the path of the socket.</summary>
    public string Address { get; }
}
