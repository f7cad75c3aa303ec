using Minos.Configuration;

namespace Minos.Rpc;

/// <summary>The descriptions of the <c>supervisor.*</c> methods: 32, five of which have a second name.</summary>
/// <remarks>Names, types and order of parameters are those of the Supervisor manual, page "XML-RPC API Documentation".</remarks>
public static partial class SupervisorMethodTable
{
    private const string Prefix = "supervisor.";

    private static readonly RpcParameter s_process = new("string", "name", "The process: its name, or group:name");
    private static readonly RpcParameter s_processOrGroup =
        new("string", "name", "The process: its name, group:name, or group:* for every process of a group");
    private static readonly RpcParameter s_group = new("string", "name", "The process group");
    private static readonly RpcParameter s_signal =
        new("string", "signal", "The signal: a name with or without SIG, or a number (\"HUP\", \"SIGHUP\", \"1\")");
    private static readonly RpcParameter s_offset = new("int", "offset", "Where to start, in bytes; negative counts from the end");
    private static readonly RpcParameter s_length = new("int", "length", "How many bytes; 0 reads to the end");
    private static readonly RpcParameter s_waitStarted =
        new("boolean", "wait", "Whether to answer only when the start has succeeded or failed; true unless given", IsOptional: true);
    private static readonly RpcParameter s_waitStopped =
        new("boolean", "wait", "Whether to answer only when the process has stopped; true unless given", IsOptional: true);

    /// <summary>Every description by full name, aliases included: 37.</summary>
    public static IReadOnlyList<RpcMethodDescription> All { get; } = Build();

    /// <summary>The second names: full alias to full name.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Prefix + "getVersion"] = Prefix + "getAPIVersion",
        [Prefix + "readMainLog"] = Prefix + "readLog",
        [Prefix + "readProcessLog"] = Prefix + "readProcessStdoutLog",
        [Prefix + "tailProcessLog"] = Prefix + "tailProcessStdoutLog",
        [Prefix + "clearProcessLog"] = Prefix + "clearProcessLogs",
    };

    /// <summary>Joins the descriptions with the code of the methods.</summary>
    /// <param name="handlers">The code by short name (<c>startProcess</c>), without the aliases: exactly the 32 names.</param>
    /// <returns>All 37 methods, for <see cref="RpcDispatcher"/>.</returns>
    /// <exception cref="ArgumentException">A name is missing, or is none of the table's.</exception>
    public static IReadOnlyList<RpcMethod> Bind(IReadOnlyDictionary<string, RpcHandler> handlers)
    {
        var names = All.Select(static d => d.Name).Where(static n => !Aliases.ContainsKey(n)).ToHashSet(StringComparer.Ordinal);
        string[] wrong = [.. names.SymmetricExceptWithNames(handlers.Keys.Select(static n => Prefix + n))];
        return wrong.Length > 0
            ? throw new ArgumentException($"missing or unknown methods: {string.Join(", ", wrong)}", nameof(handlers))
            : [.. All.Select(d => new RpcMethod(d, handlers[Aliases.GetValueOrDefault(d.Name, d.Name)[Prefix.Length..]]))];
    }

    private static HashSet<string> SymmetricExceptWithNames(this HashSet<string> names, IEnumerable<string> others)
    {
        names.SymmetricExceptWith(others);
        return names;
    }

    private static RpcMethodDescription[] Build() => [.. Daemon(), .. Groups(), .. Processes(), .. Logs()];

    private static RpcMethodDescription Describe(
        string name, string returnType, string summary, string returns, params ValueList<RpcParameter> parameters) =>
        new(Prefix + name, returnType, summary, returns, parameters);

    private static IEnumerable<RpcMethodDescription> Daemon()
    {
        foreach (string name in (string[])["getAPIVersion", "getVersion"])
        {
            yield return Describe(name, "string", "Get the version of this interface.", "The version, always 3.0");
        }

        yield return Describe("getSupervisorVersion", "string", "Get the version of the supervisor.", "The version");
        yield return Describe(
            "getIdentification", "string", "Get the name that the supervisor was given in its configuration.", "The identifier");
        yield return Describe(
            "getState",
            "struct",
            "Get what the supervisor is doing: FATAL (2), RUNNING (1), RESTARTING (0) or SHUTDOWN (-1).",
            "{int statecode, string statename}");
        yield return Describe("getPID", "int", "Get the process id of the supervisor.", "The process id");
        foreach (string name in (string[])["readLog", "readMainLog"])
        {
            yield return Describe(
                name, "string", "Read a part of the supervisor's own log.", "The text of that part", s_offset, s_length);
        }

        yield return Describe("clearLog", "boolean", "Empty the supervisor's own log.", "Always true");
        yield return Describe("shutdown", "boolean", "Stop every process and end the supervisor.", "Always true");
        yield return Describe("restart", "boolean", "Stop every process and start the supervisor again.", "Always true");
        yield return Describe(
            "sendRemoteCommEvent",
            "boolean",
            "Publish a REMOTE_COMMUNICATION event to the event listeners that subscribe to it.",
            "Always true",
            new RpcParameter("string", "type", "The type that the event names"),
            new RpcParameter("string", "data", "The event's data"));
    }

    private static IEnumerable<RpcMethodDescription> Groups()
    {
        yield return Describe(
            "reloadConfig",
            "array",
            "Read the configuration again and tell which process groups differ from the active ones. Nothing is started or stopped.",
            "[[added, changed, removed]], each an array of group names");
        yield return Describe(
            "addProcessGroup", "boolean", "Activate a process group of the configuration.", "Always true", s_group);
        yield return Describe(
            "removeProcessGroup", "boolean", "Remove a process group, all of whose processes are stopped.", "Always true", s_group);
        yield return Describe(
            "startProcessGroup",
            "array",
            "Start every process of a group that is not running.",
            "{name, group, status, description} of each process",
            s_group,
            s_waitStarted);
        yield return Describe(
            "stopProcessGroup",
            "array",
            "Stop every running process of a group.",
            "{name, group, status, description} of each process",
            s_group,
            s_waitStopped);
        yield return Describe(
            "signalProcessGroup",
            "array",
            "Send a signal to every running process of a group.",
            "{name, group, status, description} of each process",
            s_group,
            s_signal);
    }
}
