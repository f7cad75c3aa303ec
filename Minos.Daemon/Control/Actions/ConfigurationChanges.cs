using Minos.Rpc;

namespace Minos.Daemon.Control.Actions;

/// <summary>What <c>reloadConfig</c> answers: the names of groups that differ from the active ones.</summary>
internal sealed record ConfigurationChanges(
    IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed)
{
    public static ConfigurationChanges From(RpcValue answer)
    {
        RpcArray lists = answer.AsArray() is { Count: > 0 } outer ? outer[0].AsArray() : [];
        return lists.Count == 3
            ? new ConfigurationChanges(Names(lists[0]), Names(lists[1]), Names(lists[2]))
            : throw new MalformedRpcException("reloadConfig did not answer three lists");
    }

    private static string[] Names(RpcValue list) => [.. list.AsArray().Select(static n => n.AsString())];
}
