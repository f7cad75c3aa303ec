namespace Minos.Daemon.Tests.Http;

/// <summary>The descriptors of this process; others come and go while they are read.</summary>
internal static class OpenFiles
{
    /// <summary>Number and target of each, e.g. <c>socket:[123]</c> or a path.</summary>
    public static IEnumerable<(string Descriptor, string Target)> List()
    {
        foreach (string link in Directory.GetFiles("/proc/self/fd"))
        {
            string? target = null;
            try
            {
                target = new FileInfo(link).LinkTarget;
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }

            if (target is not null)
            {
                yield return (Path.GetFileName(link), target);
            }
        }
    }

    /// <summary>The flags it was opened with (man 5 proc, fdinfo); null when it is closed meanwhile.</summary>
    public static int? Flags(string descriptor)
    {
        try
        {
            string line = File.ReadLines($"/proc/self/fdinfo/{descriptor}").First(l => l.StartsWith("flags:", StringComparison.Ordinal));
            return Convert.ToInt32(line["flags:".Length..].Trim(), 8);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
