using System.Net;

namespace Minos.Rpc;

/// <summary>The server answered with an HTTP status other than 200.</summary>
public sealed class RpcHttpException : Exception
{
    /// <summary>Makes the exception.</summary>
    public RpcHttpException(string url, HttpStatusCode statusCode, string? reason)
        : base($"{url}: {(int)statusCode} {reason}")
    {
        StatusCode = statusCode;
        Reason = reason ?? "";
    }

    /// <summary>The status: 401 means that a name and password are needed, or wrong.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The text that the server sent with the status.</summary>
    public string Reason { get; }
}
