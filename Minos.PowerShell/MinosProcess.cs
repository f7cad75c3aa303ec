using Minos.Rpc;
using Minos.Supervision;

namespace Minos.PowerShell;

/// <summary>A process of a supervisor, as it was when it was asked for.</summary>
public sealed class MinosProcess
{
    internal MinosProcess(MinosHost host, RpcStruct info)
    {
        Host = host;
        ProcessGroup = info["group"].AsString();
        string name = info["name"].AsString();
        Name = ProcessName.Display(ProcessGroup, name);
        FullName = $"{ProcessGroup}:{name}";
        var state = (ProcessState)info["state"].AsInteger();
        State = Enum.IsDefined(state) ? state : ProcessState.Unknown;
        int pid = (int)info["pid"].AsInteger();
        Pid = pid > 0 ? pid : null;
        StartTime = Time(info["start"]);
        StopTime = Time(info["stop"]);
        Uptime = State is ProcessState.Running or ProcessState.Stopping && StartTime is { } start && Time(info["now"]) is { } now ? now - start : null;
        ExitCode = State is ProcessState.Exited ? (int)info["exitstatus"].AsInteger() : null;
        SpawnError = info["spawnerr"].AsString() is { Length: > 0 } error ? error : null;
        StdoutLog = info["stdout_logfile"].AsString() is { Length: > 0 } stdout ? stdout : null;
        StderrLog = info["stderr_logfile"].AsString() is { Length: > 0 } stderr ? stderr : null;
        Description = info["description"].AsString();
    }

    /// <summary>The host's name.</summary>
    public string ComputerName => Host.ComputerName;

    /// <summary>The host group; null for a supervisor that was named by its address.</summary>
    public string? Group => Host.Group;

    /// <summary>The name as supervisorctl shows it: <c>web</c>, or <c>group:web</c>.</summary>
    public string Name { get; }

    /// <summary>Supervisor's group of processes.</summary>
    public string ProcessGroup { get; }

    /// <summary>The state.</summary>
    public ProcessState State { get; }

    /// <summary>The pid; null when it does not run.</summary>
    public int? Pid { get; }

    /// <summary>The last start; null before the first.</summary>
    public DateTimeOffset? StartTime { get; }

    /// <summary>The last end; null before the first.</summary>
    public DateTimeOffset? StopTime { get; }

    /// <summary>The time since the start; null when it does not run.</summary>
    public TimeSpan? Uptime { get; }

    /// <summary>The exit code, -1 after a signal; null unless it has ended by itself.</summary>
    public int? ExitCode { get; }

    /// <summary>Why it could not be started; null when nothing was wrong.</summary>
    public string? SpawnError { get; }

    /// <summary>The supervisor's own words.</summary>
    public string Description { get; }

    /// <summary>The file of its output, on its host.</summary>
    public string? StdoutLog { get; }

    /// <summary>The file of its error output, on its host.</summary>
    public string? StderrLog { get; }

    /// <summary>Where its supervisor answers.</summary>
    public string ServerUrl => Host.ServerUrl;

    internal MinosHost Host { get; }

    /// <summary>Always group:name, which no other process of the supervisor answers to.</summary>
    internal string FullName { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}/{Name}";

    internal static List<MinosProcess> List(MinosHost host, RpcValue answer) =>
        [.. answer.AsArray().Select(info => new MinosProcess(host, info.AsStruct()))];

    private static DateTimeOffset? Time(RpcValue seconds) =>
        seconds.AsInteger() is var number and not 0 ? DateTimeOffset.FromUnixTimeSeconds(number).ToLocalTime() : null;
}
