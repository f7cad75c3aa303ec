namespace Minos.Rpc;

/// <summary>A message that is not XML-RPC, or a value of another type than the reader of it needs. A server answers it with HTTP 400.</summary>
public sealed class MalformedRpcException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What found it.</param>
    public MalformedRpcException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
