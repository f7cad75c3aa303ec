using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Minos.Native;

/// <summary>The daemon's ends of its children's pipes over an execve, or as the watcher has kept them: open all the time, so that what a child
/// writes last is not lost when it ends in that moment.</summary>
public static class InheritedPipes
{
    private const string Descriptors = "/proc/self/fd";
    private static readonly ConcurrentDictionary<long, int> s_taken = new();

    /// <summary>Finds this process's ends.</summary>
    /// <param name="pipes">The children's pipes.</param>
    public static IReadOnlyList<int> Find(IEnumerable<PipeNumbers> pipes)
    {
        HashSet<string> names = [];
        foreach (PipeNumbers numbers in pipes)
        {
            // No pipe has the number 0.
            names.UnionWith([Link(numbers.Input), Link(numbers.Output), Link(numbers.Error)]);
        }

        return
        [
            .. Directory.GetFileSystemEntries(Descriptors)
                .Where(path => names.Contains(TargetOf(path)))
                .Select(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Takes over those that the program before this one has kept.</summary>
    public static void Take(IEnumerable<int> descriptors)
    {
        foreach (int descriptor in descriptors)
        {
            SafeFileHandle handle = ProgramReplacement.Take(descriptor, ownsHandle: false);
            s_taken[(long)FileStatus.Of(handle).Identity.Inode] = descriptor;
        }
    }

    /// <summary>Closes those that nobody has asked for.</summary>
    /// <returns>Their inode numbers.</returns>
    public static IReadOnlyList<long> CloseUnused()
    {
        long[] unused = [.. s_taken.Keys];
        foreach (long number in unused)
        {
            TryTake(number)?.Dispose();
        }

        return unused;
    }

    /// <summary>Hands one out, once.</summary>
    internal static SafeFileHandle? TryTake(long number) =>
        s_taken.TryRemove(number, out int descriptor) ? new SafeFileHandle(descriptor, ownsHandle: true) : null;

    private static string Link(long number) => string.Create(CultureInfo.InvariantCulture, $"pipe:[{number}]");

    private static string TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
