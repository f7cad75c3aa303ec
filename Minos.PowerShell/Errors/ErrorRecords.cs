using System.Management.Automation;
using System.Net;
using Minos.Configuration;
using Minos.Rpc;

namespace Minos.PowerShell.Errors;

/// <summary>Error records with the ids that scripts may rely on; docs/guide/powershell.md lists them.</summary>
internal static class ErrorRecords
{
    internal static ErrorRecord PathNotFound(string path, Exception? inner = null) =>
        Make(new FileNotFoundException($"Cannot find '{path}'.", path, inner), "MinosPathNotFound", ErrorCategory.ObjectNotFound, path);

    internal static ErrorRecord PathNotFile(string path) =>
        Make(new IOException($"'{path}' is not a file of the file system."), "MinosPathNotFile", ErrorCategory.InvalidArgument, path);

    internal static ErrorRecord HostGroups(Exception exception, string? file)
    {
        ErrorRecord record = Make(exception, "MinosHostGroupsInvalid", file is null ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidData, file);
        if (exception is ConfigurationException { Problems: var problems })
        {
            // Every error with its line and remedy; the exception's own message is the first one's alone.
            record.ErrorDetails = new ErrorDetails(string.Join('\n', problems.Where(static p => p.Severity == ProblemSeverity.Error)));
        }

        return record;
    }

    internal static ErrorRecord GroupNotFound(string name, string known) =>
        Make(new ItemNotFoundException($"There is no host group '{name}'. {known}"), "MinosGroupNotFound", ErrorCategory.ObjectNotFound, name);

    internal static ErrorRecord HostNotFound(string name, string known) =>
        Make(new ItemNotFoundException($"There is no host '{name}' in the host groups. {known}"), "MinosHostNotFound", ErrorCategory.ObjectNotFound, name);

    internal static ErrorRecord ProcessNotFound(string name, string known) =>
        Make(new ItemNotFoundException($"There is no process '{name}'. {known}"), "MinosProcessNotFound", ErrorCategory.ObjectNotFound, name);

    internal static ErrorRecord NameMissing() =>
        Make(new ArgumentException("No process is named: use -Name ('*' for all), or pipe processes in."), "MinosNameMissing", ErrorCategory.InvalidArgument, null);

    internal static ErrorRecord WaitTimeout(MinosProcess process, string wanted) =>
        Make(new TimeoutException($"{process}: not {wanted} in time; it is {process.State}."), "MinosWaitTimeout", ErrorCategory.OperationTimeout, process);

    internal static ErrorRecord NotStarted(MinosProcess process) =>
        Make(
            new InvalidOperationException($"{process}: did not stay up, it is {process.State}. {process.SpawnError}".TrimEnd()),
            "MinosSpawnError", ErrorCategory.InvalidResult, process);

    internal static bool IsOfHost(Exception exception) =>
        exception is RpcConnectionException or RpcHttpException or RpcFault or MalformedRpcException or TimeoutException or UriFormatException or IOException;

    internal static ErrorRecord OfHost(Exception exception, MinosHost host)
    {
        (string id, ErrorCategory category) = exception switch
        {
            RpcFault fault => OfFault(fault),
            RpcHttpException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => ("MinosAccessDenied", ErrorCategory.AuthenticationError),
            RpcHttpException => ("MinosHttpError", ErrorCategory.ProtocolError),
            MalformedRpcException => ("MinosAnswerMalformed", ErrorCategory.ProtocolError),
            TimeoutException => ("MinosHostTimeout", ErrorCategory.OperationTimeout),
            UriFormatException => ("MinosUriInvalid", ErrorCategory.InvalidArgument),
            _ => ("MinosHostUnreachable", ErrorCategory.ConnectionError),
        };
        return Make(new InvalidOperationException($"{host} ({host.ServerUrl}): {exception.Message}", exception), id, category, host);
    }

    internal static ErrorRecord OfProcess(RpcFault fault, MinosProcess process)
    {
        (string id, ErrorCategory category) = OfFault(fault);
        return Make(new InvalidOperationException($"{process}: {fault.FaultString}", fault), id, category, process);
    }

    private static (string Id, ErrorCategory Category) OfFault(RpcFault fault) => fault.Code switch
    {
        RpcFaultCode.BadName => ("MinosProcessNotFound", ErrorCategory.ObjectNotFound),
        RpcFaultCode.SpawnError or RpcFaultCode.NoFile or RpcFaultCode.NotExecutable or RpcFaultCode.AbnormalTermination =>
            ("MinosSpawnError", ErrorCategory.InvalidResult),
        RpcFaultCode.NotRunning => ("MinosProcessNotRunning", ErrorCategory.InvalidOperation),
        RpcFaultCode.BadSignal => ("MinosSignalUnknown", ErrorCategory.InvalidArgument),
        RpcFaultCode.ShutdownState => ("MinosSupervisorStopping", ErrorCategory.ResourceBusy),
        RpcFaultCode.CantReread => ("MinosConfigurationInvalid", ErrorCategory.InvalidData),
        _ => ("MinosRpcFault", ErrorCategory.InvalidResult),
    };

    private static ErrorRecord Make(Exception exception, string id, ErrorCategory category, object? target) => new(exception, id, category, target);
}
