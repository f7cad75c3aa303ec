namespace Minos.Deployment;

/// <summary>Where paths lead once every symbolic link in them has been followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Resolves a path; levels that do not exist stay as they are.</summary>
    /// <returns>An absolute path without links, or null when the links go round.</returns>
    public static string? Resolve(string path)
    {
        var pending = new Stack<string>(Levels(Path.GetFullPath(path)));
        var resolved = new List<string>();
        int links = 0;
        while (pending.TryPop(out string? level))
        {
            if (level is "." or "")
            {
                continue;
            }

            if (level == "..")
            {
                if (resolved.Count > 0)
                {
                    resolved.RemoveAt(resolved.Count - 1);
                }

                continue;
            }

            string candidate = "/" + string.Join('/', resolved.Append(level));
            if (new FileInfo(candidate).LinkTarget is not { } target)
            {
                resolved.Add(level);
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            if (target.StartsWith('/'))
            {
                resolved.Clear();
            }

            foreach (string next in Levels(target))
            {
                pending.Push(next);
            }
        }

        return "/" + string.Join('/', resolved);
    }

    /// <summary>Whether a path leads to a directory or below it.</summary>
    public static bool IsWithin(string path, string directory) =>
        Resolve(path) is { } real && Resolve(directory) is { } root
        && (root == "/" || real == root || real.StartsWith(root + '/', StringComparison.Ordinal));

    private static IEnumerable<string> Levels(string path) => path.Split('/').AsEnumerable().Reverse();
}
