namespace Minos.Configuration.Ini;

/// <summary>Finds files as Python's <c>glob.glob()</c>: <c>*</c>, <c>?</c> and <c>[...]</c> in any part of the path; hidden names only on request.</summary>
internal static class Glob
{
    /// <summary>The paths that match an absolute pattern, in ordinal order.</summary>
    public static List<string> Find(string pattern)
    {
        List<string> found = [.. Expand(pattern)];
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>Whether a name matches a pattern without slashes.</summary>
    internal static bool IsMatch(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        // The last '*' is the only one that ever needs to be tried again.
        int n = 0;
        int p = 0;
        int starPattern = -1;
        int starName = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = ++p;
                starName = n;
            }
            else if (p < pattern.Length && MatchesOne(name[n], pattern, p, out int next))
            {
                n++;
                p = next;
            }
            else if (starPattern >= 0)
            {
                p = starPattern;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        int slash = pattern.LastIndexOf('/');
        string head = pattern[..(slash + 1)];
        string directory = head.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : head;
        string last = pattern[(slash + 1)..];
        if (!HasMagic(pattern))
        {
            return Exists(pattern) ? [pattern] : [];
        }

        IEnumerable<string> directories = HasMagic(directory) ? Expand(directory) : [directory];
        return directories.SelectMany(d => Names(d, last)
            .Select(name => d.EndsWith('/') ? d + name : $"{d}/{name}"));
    }

    private static IEnumerable<string> Names(string directory, string pattern)
    {
        if (!HasMagic(pattern))
        {
            return pattern.Length == 0 ? Directory.Exists(directory) ? [""] : [] : Exists($"{directory}/{pattern}") ? [pattern] : [];
        }

        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory)
                .Select(entry => Path.GetFileName(entry))
                .Where(name => (name[0] != '.' || pattern[0] == '.') && IsMatch(name, pattern))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool HasMagic(string text) => text.AsSpan().ContainsAny('*', '?', '[');

    // A link that points nowhere is a match, too.
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool MatchesOne(char c, ReadOnlySpan<char> pattern, int p, out int next)
    {
        next = p + 1;
        if (pattern[p] == '?')
        {
            return true;
        }

        if (pattern[p] != '[')
        {
            return pattern[p] == c;
        }

        int start = p + 1;
        bool negated = start < pattern.Length && pattern[start] == '!';
        start += negated ? 1 : 0;
        int length = start + 1 <= pattern.Length ? pattern[(start + 1)..].IndexOf(']') : -1;
        if (length < 0)
        {
            return c == '['; // without an end it is an ordinary character
        }

        ReadOnlySpan<char> set = pattern.Slice(start, length + 1);
        next = start + length + 2;
        return InSet(c, set) != negated;
    }

    private static bool InSet(char c, ReadOnlySpan<char> set)
    {
        for (int i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (c >= set[i] && c <= set[i + 2])
                {
                    return true;
                }

                i += 2;
            }
            else if (set[i] == c)
            {
                return true;
            }
        }

        return false;
    }
}
