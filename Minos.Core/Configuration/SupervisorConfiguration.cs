namespace Minos.Configuration;

/// <summary>One configuration file with everything it includes, read and validated; an immutable snapshot.</summary>
public sealed record SupervisorConfiguration
{
    /// <summary>The main file as it was named (<c>-c</c>, or found on the search path).</summary>
    public required string File { get; init; }

    /// <summary>The directory of the main file, absolute: <c>%(here)s</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>The <c>[supervisord]</c> section.</summary>
    public required DaemonSettings Daemon { get; init; }

    /// <summary>Every <c>[unix_http_server]</c> and <c>[inet_http_server]</c> section, inet servers first, as Supervisor opens them.</summary>
    public ValueList<HttpServerSettings> HttpServers { get; init; } = [];

    /// <summary>Every <c>[rpcinterface:x]</c> section, in the order of the file.</summary>
    public ValueList<RpcInterfaceSettings> RpcInterfaces { get; init; } = [];

    /// <summary>The <c>[package_server]</c> section; null when there is none.</summary>
    public PackageServerSettings? PackageServer { get; init; }

    /// <summary>Process groups sorted by priority, then by name (spec 01 section 6).</summary>
    public ValueList<ProcessGroupSettings> Groups { get; init; } = [];

    /// <summary>Warnings, and the notes that Supervisor logs while it parses (included files); never errors.</summary>
    public ValueList<ConfigurationProblem> Notes { get; init; } = [];
}
