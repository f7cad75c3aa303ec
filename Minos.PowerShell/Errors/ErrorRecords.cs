using System.Management.Automation;
using System.Net;
using Minos.Configuration;
using Minos.Fleet;
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

    internal static ErrorRecord HostOfNoGroup(MinosHost host) => Make(
        new InvalidOperationException($"{host} ({host.ServerUrl}): it is no host of the host groups, so no file can be brought there: use -Group or -ComputerName."),
        "MinosHostNotFound", ErrorCategory.InvalidArgument, host);

    internal static ErrorRecord BinaryMissing(string parameter) =>
        Make(new ArgumentException($"-{parameter} goes with -Binary only."), "MinosBinaryMissing", ErrorCategory.InvalidArgument, null);

    internal static ErrorRecord ProcessNotFound(string name, string known) =>
        Make(new ItemNotFoundException($"There is no process '{name}'. {known}"), "MinosProcessNotFound", ErrorCategory.ObjectNotFound, name);

    internal static ErrorRecord NameMissing() =>
        Make(new ArgumentException("No process is named: use -Name ('*' for all), or pipe processes in."), "MinosNameMissing", ErrorCategory.InvalidArgument, null);

    internal static ErrorRecord JobFileMissing() =>
        Make(new ArgumentException("No job file is named: use -Path, or pipe jobs in."), "MinosNameMissing", ErrorCategory.InvalidArgument, null);

    internal static ErrorRecord FileExists(string path) =>
        Make(new IOException($"'{path}' is there already: use -Force to take its place."), "MinosFileExists", ErrorCategory.ResourceExists, path);

    internal static ErrorRecord ArtifactMissing() =>
        Make(new ArgumentException("No artifact is named: use -Artifact ('*' for all), or pipe packages in."), "MinosNameMissing", ErrorCategory.InvalidArgument, null);

    internal static ErrorRecord PackageServerInvalid(Exception exception, string? server) =>
        Make(exception, "MinosPackageServerInvalid", ErrorCategory.InvalidArgument, server);

    internal static ErrorRecord PackageServerFailed(Exception exception, object target) =>
        Make(exception, "MinosPackageServerFailed", ErrorCategory.ConnectionError, target);

    internal static ErrorRecord PackageNotFound(string package, string server, string known) =>
        Make(new ItemNotFoundException($"There is no package {package} on {server}. {known}".TrimEnd()), "MinosPackageNotFound", ErrorCategory.ObjectNotFound, package);

    internal static ErrorRecord JobFileInvalid(Exception exception, string path) => File.Exists(path)
        ? Make(exception, "MinosJobFileInvalid", ErrorCategory.InvalidData, path)
        : Make(new FileNotFoundException($"There is no job file '{path}'.", path, exception), "MinosJobFileNotFound", ErrorCategory.ObjectNotFound, path);

    internal static ErrorRecord JobNotFound(string name, object file, string known) =>
        Make(new ItemNotFoundException($"There is no job '{name}' in {file}. {known}"), "MinosJobNotFound", ErrorCategory.ObjectNotFound, name);

    internal static ErrorRecord OfJob(MinosJob job)
    {
        (string id, ErrorCategory category) = job.Result.Exception is { } exception ? OfException(exception)
            : job.State is null ? ("MinosJobRefused", ErrorCategory.InvalidOperation)
            : ("MinosJobState", ErrorCategory.InvalidResult);
        return Make(new InvalidOperationException($"{job}: {job.Message}", job.Result.Exception), id, category, job);
    }

    internal static ErrorRecord ShareInvalid(FormatException exception) =>
        Make(exception, "MinosShareInvalid", ErrorCategory.InvalidArgument, null);

    internal static ErrorRecord InstallFileInvalid(Exception exception, string path) => Make(
        exception, "MinosInstallFileInvalid",
        exception is FileNotFoundException or DirectoryNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidData, path);

    internal static ErrorRecord OfFleet(MinosHostResult result)
    {
        (string id, ErrorCategory category) = result.Phase switch
        {
            HostPhase.Connect => ("MinosHostUnreachable", ErrorCategory.ConnectionError),
            HostPhase.HostKey => ("MinosHostKeyRefused", ErrorCategory.SecurityError),
            HostPhase.Authenticate => ("MinosLoginRefused", ErrorCategory.AuthenticationError),
            HostPhase.Lock => ("MinosHostLocked", ErrorCategory.ResourceBusy),
            _ => ("MinosHostFailed", ErrorCategory.InvalidResult),
        };
        return Make(new InvalidOperationException($"{result.Result.Target}, {result.Phase}: {result.Error}"), id, category, result);
    }

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
        (string id, ErrorCategory category) = OfException(exception);
        string place = exception is RpcConnectionException ? $"no supervisor answers at {host.ServerUrl}" : host.ServerUrl;
        return Make(new InvalidOperationException($"{host}: {place}: {exception.Message}", exception), id, category, host);
    }

    internal static ErrorRecord OfProcess(RpcFault fault, MinosProcess process)
    {
        (string id, ErrorCategory category) = OfFault(fault);
        return Make(new InvalidOperationException($"{process}: {Words(fault)}", fault), id, category, process);
    }

    // Supervisor's sentences begin with the fault's name and often have only the process's behind it.
    private static string Words(RpcFault fault)
    {
        string rest = fault.FaultString[(fault.FaultString.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? colon + 2 : 0)..];
        return fault.Code switch
        {
            RpcFaultCode.BadName => "there is no such process any more.",
            RpcFaultCode.NotRunning => "it does not run.",
            RpcFaultCode.BadSignal => $"there is no signal {rest}.",
            RpcFaultCode.NoFile or RpcFaultCode.NotExecutable => $"it cannot be started: {rest}",
            RpcFaultCode.SpawnError => "it could not be started; the supervisor's log says why.",
            RpcFaultCode.AbnormalTermination => "it did not stay up.",
            _ => fault.FaultString,
        };
    }

    private static (string Id, ErrorCategory Category) OfException(Exception exception) => exception switch
    {
        RpcFault fault => OfFault(fault),
        RpcHttpException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => ("MinosAccessDenied", ErrorCategory.AuthenticationError),
        RpcHttpException => ("MinosHttpError", ErrorCategory.ProtocolError),
        MalformedRpcException => ("MinosAnswerMalformed", ErrorCategory.ProtocolError),
        TimeoutException => ("MinosHostTimeout", ErrorCategory.OperationTimeout),
        UriFormatException => ("MinosUriInvalid", ErrorCategory.InvalidArgument),
        _ => ("MinosHostUnreachable", ErrorCategory.ConnectionError),
    };

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
