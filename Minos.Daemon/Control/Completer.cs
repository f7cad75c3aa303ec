using Minos.Daemon.Control.Actions;
using Minos.Rpc;

namespace Minos.Daemon.Control;

/// <summary>Completes actions, groups and processes on a line of the shell.</summary>
internal sealed class Completer(ControlSession session, ActionTable actions)
{
    // A list fetched once a command: one stroke of the tab key may ask several times.
    private IReadOnlyList<(string Group, string Name)>? _processes;

    /// <summary>Forgets the list of processes; a command may have changed it.</summary>
    public void Forget() => _processes = null;

    /// <summary>What the word before the cursor may become, each with the blank that follows it.</summary>
    /// <param name="line">The whole line.</param>
    /// <param name="word">The word; it may be empty.</param>
    public async Task<IReadOnlyList<string>> CompleteAsync(string line, string word)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || (words.Length == 1 && !line.EndsWith(' ')))
        {
            return Matching(Actions(), word);
        }

        return words[0] switch
        {
            "help" => Matching(Actions(), word),
            "add" or "remove" or "update" => Matching((await ProcessesAsync()).Select(static p => p.Group).Distinct(), word),
            "clear" or "fg" or "pid" or "restart" or "signal" or "start" or "status" or "stop" or "tail" =>
                Matching(Names(await ProcessesAsync(), word), word),
            _ => [],
        };
    }

    private static string[] Matching(IEnumerable<string> candidates, string word) =>
        [.. candidates.Where(c => c.StartsWith(word, StringComparison.Ordinal)).Select(static c => c + " ")];

    private static IEnumerable<string> Names(IReadOnlyList<(string Group, string Name)> processes, string word)
    {
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string group, string name) in processes)
        {
            if (name == group && !word.Contains(':', StringComparison.Ordinal))
            {
                yield return name;
                continue;
            }

            yield return $"{group}:{name}";
            if (groups.Add(group))
            {
                yield return $"{group}:*";
            }
        }
    }

    private IEnumerable<string> Actions() => actions.Documented.Select(static a => a.Name).Prepend("help");

    private async Task<IReadOnlyList<(string Group, string Name)>> ProcessesAsync()
    {
        if (_processes is not null)
        {
            return _processes;
        }

        try
        {
            RpcArray infos = (await session.CallAsync("getAllProcessInfo", CancellationToken.None)).AsArray();
            return _processes = [.. infos.Select(static i => (i.AsStruct()["group"].AsString(), i.AsStruct()["name"].AsString()))];
        }
        catch (Exception e) when (e is RpcFault or RpcHttpException or IOException or MalformedRpcException or UriFormatException)
        {
            // Nothing to offer; the command itself will say what is wrong with the server.
            return [];
        }
    }
}
