using Minos.Rpc;

namespace Minos.PowerShell;

/// <summary>An answering supervisor.</summary>
public sealed class MinosSupervisor
{
    /// <summary>The calls whose answers make one.</summary>
    internal static readonly RpcCall[] Calls =
    [
        .. new[] { "getState", "getSupervisorVersion", "getPID", "getIdentification" }.Select(static name => new RpcCall("supervisor." + name, [])),
    ];

    internal MinosSupervisor(MinosHost host, IReadOnlyList<RpcResult> answers)
    {
        Host = host;
        State = answers[0].Value.AsStruct()["statename"].AsString();
        Version = answers[1].Value.AsString();
        Pid = (int)answers[2].Value.AsInteger();
        Identifier = answers[3].Value.AsString();
    }

    /// <summary>The host's name.</summary>
    public string ComputerName => Host.ComputerName;

    /// <summary>The host group; null for a supervisor that was named by its address.</summary>
    public string? Group => Host.Group;

    /// <summary>RUNNING, RESTARTING, SHUTDOWN or FATAL.</summary>
    public string State { get; }

    /// <summary>The supervisor's version.</summary>
    public string Version { get; }

    /// <summary>The supervisor's process id.</summary>
    public int Pid { get; }

    /// <summary>The name that its configuration gives it.</summary>
    public string Identifier { get; }

    /// <summary>Where it answers.</summary>
    public string ServerUrl => Host.ServerUrl;

    /// <summary>The host groups file; null for a supervisor that was named by its address.</summary>
    public string? ConfigurationFile => Host.ConfigurationFile;

    internal MinosHost Host { get; }

    /// <inheritdoc/>
    public override string ToString() => Host.ToString();
}
