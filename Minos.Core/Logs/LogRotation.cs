using System.Globalization;
using Minos.Native;

namespace Minos.Logs;

/// <summary>The names of rotated logs: <c>log.1</c> is the newest.</summary>
internal static class LogRotation
{
    /// <summary>Makes every rotated file one older and the log itself <c>.1</c>; what is missing is left out.</summary>
    /// <returns>0, or the error number of the rename that failed; then the log still has its name.</returns>
    public static int Shift(string path, int backups)
    {
        for (int age = backups - 1; age >= 0; age--)
        {
            string from = age == 0 ? path : Name(path, age);
            string to = Name(path, age + 1);
            if (age == backups - 1)
            {
                RemoveOldest(to, from);
            }

            if (Libc.Rename(from, to) != 0 && Errno.Last is int error && error != Errno.ENOENT)
            {
                return error;
            }
        }

        return 0;
    }

    // A rename over it would do, but ext4 and others take that for the safe replacement of a document: they write the new file to the disk
    // at once, and a later removal waits for it (man 5 ext4, auto_da_alloc). Most logs that are rotated this often never have to be written.
    private static void RemoveOldest(string oldest, string successor)
    {
        if (FileStatus.TryGet(successor, out _))
        {
            _ = Libc.Unlink(oldest);
        }
    }

    private static string Name(string path, int age) => string.Create(CultureInfo.InvariantCulture, $"{path}.{age}");
}
