using Minos.Configuration;
using Minos.Rpc;

namespace Minos.Daemon.Control;

/// <summary>
/// Unexpected errors in the words of supervisorctl, which shows them as the exceptions of Python. Scripts match those lines.
/// </summary>
internal static class ErrorText
{
    /// <summary>The line for an error that no action expected; the place that Python names is not ours to tell.</summary>
    public static string Line(Exception error) => $"error: {TypeName(error)}, {Describe(error)}: file: minosctl line: 0";

    public static string TypeName(Exception error) => $"<class '{ClassName(error)}'>";

    public static string Describe(Exception error) => error switch
    {
        RpcFault fault => $"<Fault {(int)fault.Code}: {PythonText.Repr(fault.FaultString)}>",
        RpcHttpException http => $"<ProtocolError for 127.0.0.1/RPC2: {(int)http.StatusCode} {http.Reason}>",
        RpcConnectionException { ErrorNumber: > 0 } connection => $"[Errno {connection.ErrorNumber}] {connection.Message}",
        EndOfStreamException => "EOF when reading a line",
        _ => error.Message,
    };

    private static string ClassName(Exception error) => error switch
    {
        RpcFault => "xmlrpc.client.Fault",
        RpcHttpException => "xmlrpc.client.ProtocolError",
        RpcConnectionException { ErrorNumber: RpcConnectionException.ConnectionRefused } => "ConnectionRefusedError",
        RpcConnectionException { ErrorNumber: RpcConnectionException.NoSuchFile } => "FileNotFoundError",
        RpcConnectionException { ErrorNumber: RpcConnectionException.PermissionDenied } => "PermissionError",
        RpcConnectionException { ErrorNumber: > 0 } => "OSError",
        RpcConnectionException => "http.client.RemoteDisconnected",
        MalformedRpcException => "xmlrpc.client.ResponseError",
        EndOfStreamException => "EOFError",
        _ => "ValueError",
    };
}
