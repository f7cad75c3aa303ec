namespace Minos.Rpc;

/// <summary>The server could not be reached, or the connection broke before the answer was complete.</summary>
public sealed class RpcConnectionException : IOException
{
    /// <summary><c>ENOENT</c>: the socket file does not exist.</summary>
    public const int NoSuchFile = 2;

    /// <summary><c>EACCES</c>: the socket file may not be used by this user.</summary>
    public const int PermissionDenied = 13;

    /// <summary><c>ECONNREFUSED</c>: nobody listens.</summary>
    public const int ConnectionRefused = 111;

    /// <summary>Makes the exception.</summary>
    /// <param name="serverUrl">Which server.</param>
    /// <param name="errorNumber">The <c>errno</c>, or 0 when the failure was not one of a socket.</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What found it.</param>
    public RpcConnectionException(string serverUrl, int errorNumber, string message, Exception? innerException)
        : base(message, innerException)
    {
        ServerUrl = serverUrl;
        ErrorNumber = errorNumber;
    }

    /// <summary>Which server.</summary>
    public string ServerUrl { get; }

    /// <summary>The <c>errno</c>, or 0 when the failure was not one of a socket.</summary>
    public int ErrorNumber { get; }
}
