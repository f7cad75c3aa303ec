namespace Minos.Daemon.Web;

/// <summary>Words that a process must have, all of them; <c>state:running</c> asks for a state, <c>group:web</c> for a group.</summary>
/// <remarks>The page's own script filters by the same rules (scripts/status.js).</remarks>
public sealed class ProcessFilter(string? text)
{
    private const string State = "state:";
    private const string Group = "group:";

    private readonly string[] _words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a process is shown.</summary>
    public bool Accepts(ProcessRow row) => Array.TrueForAll(_words, word => Accepts(row, word));

    private static bool Accepts(ProcessRow row, string word)
    {
        if (word.StartsWith(State, StringComparison.OrdinalIgnoreCase))
        {
            return row.State.Equals(word[State.Length..], StringComparison.OrdinalIgnoreCase);
        }

        return word.StartsWith(Group, StringComparison.OrdinalIgnoreCase)
            ? row.Group.Equals(word[Group.Length..], StringComparison.OrdinalIgnoreCase)
            : $"{row.Group}:{row.Name} {row.State}".Contains(word, StringComparison.OrdinalIgnoreCase);
    }
}
