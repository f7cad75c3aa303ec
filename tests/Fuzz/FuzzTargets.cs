using Minos.Fuzz.Targets;

namespace Minos.Fuzz;

/// <summary>What is fuzzed. Each takes any bytes and throws if something happened that is not documented.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["ini"] = IniTarget.Run,
        ["expansion"] = ExpansionTarget.Run,
        ["environment"] = EnvironmentTarget.Run,
        ["xmlrpc"] = XmlRpcTarget.Run,
        ["listener-protocol"] = ListenerProtocolTarget.Run,
        ["listener-client"] = ListenerClientTarget.Run,
    };
}
