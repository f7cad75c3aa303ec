using System.Buffers;
using Minos.Native;

namespace Minos.Logs;

/// <summary>The logs that the daemon names itself (Supervisor's manual, <c>stdout_logfile=AUTO</c>):
/// <c>program-stdout---supervisor-x3k_9a0b.log</c> in the child log directory.</summary>
public static class ChildLogNames
{
    private const string RandomCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_";
    private const int RandomLength = 8;
    private const int MaxAttempts = 1000;

    // Those of Supervisor, which has written logs that are still there, too.
    private static readonly SearchValues<char> s_anyRandomCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Creates an empty log that nobody but the daemon's user can read, under a name that is not in use.</summary>
    /// <param name="directory">The child log directory.</param>
    /// <param name="processName">The process's name.</param>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="identifier">The daemon's identifier.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">It cannot be created; the message names the file and the reason.</exception>
    public static string Create(string directory, string processName, string stream, string identifier)
    {
        string prefix = $"{processName}-{stream}---{identifier}-".Replace('/', '_');
        for (int attempt = 0; ; attempt++)
        {
            string path = Path.Combine(directory, $"{prefix}{RandomName()}.log");
            int file = Libc.Open(path, Libc.OpenWriteOnly | Libc.OpenCreate | Libc.OpenExclusive | Libc.CloseOnExec, 0x180); // 0600
            if (file >= 0)
            {
                _ = Libc.Close(file);
                return path;
            }

            if (Errno.Last != Errno.EEXIST || attempt == MaxAttempts)
            {
                throw Errno.Exception($"cannot create the log {path}", Errno.Last);
            }
        }
    }

    // Not a secret: the file is created with O_EXCL. The cryptographic generator would load OpenSSL for it, 4 MB.
    private static string RandomName() => new(Random.Shared.GetItems<char>(RandomCharacters, RandomLength));

    /// <summary>Removes the logs that earlier runs of the daemon with this identifier have named.</summary>
    /// <remarks>Supervisor's pattern, made exact in two places: the identifier stands for itself and is no regular expression, and the
    /// random part has no hyphen, so that <c>web</c> leaves the logs of <c>web-2</c> alone.</remarks>
    /// <param name="directory">The child log directory.</param>
    /// <param name="identifier">The daemon's identifier.</param>
    /// <param name="log">Told about what could not be removed.</param>
    /// <param name="kept">Full paths of logs that are still in use; their rotated files stay, too.</param>
    public static void RemoveOld(string directory, string identifier, ISupervisorLog log, IReadOnlyCollection<string>? kept = null)
    {
        string mark = $"---{identifier.Replace('/', '_')}-";
        string[] files;
        try
        {
            files = Directory.GetFiles(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Warn("Could not clear childlog dir");
            return;
        }

        foreach (string path in files)
        {
            bool isKept = kept is not null && kept.Any(k => path == k || path.StartsWith($"{k}.", StringComparison.Ordinal));
            if (!isKept && IsOurs(Path.GetFileName(path), mark) && Libc.Unlink(path) != 0 && Errno.Last != Errno.ENOENT)
            {
                log.Warn($"Failed to clean up '{path}'");
            }
        }
    }

    // A regular expression for this would be the only one: 2 ms of the processor at each start and 0.65 MB of the binary.
    private static bool IsOurs(ReadOnlySpan<char> name, string mark)
    {
        for (int from = 1; from < name.Length; from++)
        {
            int found = name[from..].IndexOf(mark, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            from += found;
            ReadOnlySpan<char> rest = name[(from + mark.Length)..];
            int end = rest.IndexOfAnyExcept(s_anyRandomCharacters);
            if (end > 0 && rest[end..].StartsWith(".log", StringComparison.Ordinal))
            {
                return true; // whatever a rotation has added to it
            }
        }

        return false;
    }
}
