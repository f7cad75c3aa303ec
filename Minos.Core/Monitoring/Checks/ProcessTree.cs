using System.Globalization;
using Minos.Native;

namespace Minos.Monitoring.Checks;

/// <summary>The memory of a process, and of what it has started (man 5 proc).</summary>
internal static class ProcessTree
{
    /// <summary>Bytes in RAM; null when there is no such process.</summary>
    public static long? ResidentBytes(int pid, bool withDescendants)
    {
        if (!ProcessUsage.TryRead(pid, out ProcessUsage usage))
        {
            return null;
        }

        long bytes = usage.ResidentBytes;
        foreach (int child in withDescendants ? ChildrenOf(pid) : [])
        {
            bytes += ResidentBytes(child, true) ?? 0;
        }

        return bytes;
    }

    private static List<int> ChildrenOf(int pid)
    {
        var children = new List<int>();
        try
        {
            foreach (string thread in Directory.EnumerateDirectories($"/proc/{pid}/task"))
            {
                string text = File.ReadAllText(Path.Combine(thread, "children"));
                children.AddRange(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => int.Parse(c, CultureInfo.InvariantCulture)));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ends just now.
        }

        return children;
    }
}
