using System.Globalization;

namespace Minos.Native;

/// <summary>Descriptors 0, 1 and 2 of this process.</summary>
public static class StandardDescriptors
{
    private const string Descriptors = "/proc/self/fd";
    private const int First = 0;
    private const int Last = 2;

    /// <summary>Opens /dev/null in place of those that the parent has closed, so that no pipe or socket gets their numbers.</summary>
    public static void Fill()
    {
        for (int descriptor = First; descriptor <= Last; descriptor++)
        {
            if (Libc.Fcntl(descriptor, Libc.FcntlGetDescriptorFlags, 0) < 0)
            {
                // The lowest number that is free is this one.
                _ = OpenNull();
            }
        }
    }

    /// <summary>Opens /dev/null in place of all three, in the calling thread's table.</summary>
    internal static void Clear()
    {
        int source = OpenNull();
        for (int descriptor = First; descriptor <= Last && source > Last; descriptor++)
        {
            _ = Libc.Duplicate(source, descriptor);
        }

        _ = Libc.Close(source);
    }

    /// <summary>Lets go of the terminal, or whatever they are: whoever reads the other end sees it end.</summary>
    /// <remarks>.NET's console has copies of them (man 2 dup), which are let go, too.</remarks>
    public static void Detach()
    {
        var files = new HashSet<string>(Enumerable.Range(First, Last + 1).Select(FileOf).OfType<string>().Where(IsWatched));
        int source = OpenNull();
        foreach (string entry in Directory.GetFileSystemEntries(Descriptors))
        {
            int descriptor = int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture);
            if (descriptor != source && (descriptor <= Last || FileOf(descriptor) is { } file && files.Contains(file)))
            {
                _ = descriptor <= Last
                    ? Libc.Duplicate(source, descriptor)
                    : Libc.DuplicateWithFlags(source, descriptor, Libc.CloseOnExec);
            }
        }

        if (source > Last)
        {
            _ = Libc.Close(source);
        }
    }

    // Somebody waits at the other end of these; a file may be the main log as well.
    private static bool IsWatched(string file) =>
        file.StartsWith("pipe:", StringComparison.Ordinal) || file.StartsWith("socket:", StringComparison.Ordinal)
        || file.StartsWith("/dev/pts/", StringComparison.Ordinal) || file.StartsWith("/dev/tty", StringComparison.Ordinal);

    /// <summary>What a descriptor refers to, as the kernel names it; null when it is not open.</summary>
    private static string? FileOf(int descriptor)
    {
        try
        {
            return new FileInfo($"{Descriptors}/{descriptor}").LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int OpenNull() => Libc.Open("/dev/null", Libc.OpenReadWrite, 0);
}
