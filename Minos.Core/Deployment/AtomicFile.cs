using System.Text;
using Minos.Native;

namespace Minos.Deployment;

/// <summary>Files and links that are at every moment the old ones or the new ones, whole.</summary>
internal static class AtomicFile
{
    /// <summary>How names of what is being written begin.</summary>
    public const string Unfinished = ".minos-";

    /// <summary>For its owner only: scripts and files of jobs may hold passwords.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>For everybody to read, as far as the umask says so.</summary>
    public const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;

    /// <summary>Writes a text under a temporary name in the same directory, and renames.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What will be in it.</param>
    /// <param name="mode">Who may use it.</param>
    /// <exception cref="IOException">It cannot be written; what was there still is.</exception>
    public static void Write(string path, string text, UnixFileMode mode = Private)
    {
        string temporary = TemporaryName(path);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = mode;
            }

            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            Rename(temporary, path);
        }
        catch
        {
            _ = FileNames.Remove(temporary);
            throw;
        }
    }

    /// <summary>Makes a symbolic link, in place of one that is there.</summary>
    /// <exception cref="IOException">It cannot be made, or something else than a link has its name.</exception>
    public static void Link(string path, string target)
    {
        if (new FileInfo(path).LinkTarget is { } current)
        {
            if (current == target)
            {
                return;
            }
        }
        else if (Path.Exists(path))
        {
            throw new IOException($"{path} is in the way of a symbolic link to {target}");
        }

        string temporary = TemporaryName(path);
        File.CreateSymbolicLink(temporary, target);
        try
        {
            Rename(temporary, path);
        }
        catch
        {
            _ = FileNames.Remove(temporary);
            throw;
        }
    }

    /// <summary>A name beside a path that nobody else uses.</summary>
    public static string TemporaryName(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $"{Unfinished}{Guid.NewGuid():N}");

    /// <summary>Removes what interrupted writers have left in a directory; whoever calls it is its only writer.</summary>
    public static void RemoveUnfinished(string directory)
    {
        foreach (string left in Directory.Exists(directory) ? Directory.GetFileSystemEntries(directory, Unfinished + "*") : [])
        {
            if (Directory.Exists(left) && new FileInfo(left).LinkTarget is null)
            {
                Directory.Delete(left, recursive: true);
            }
            else
            {
                File.Delete(left);
            }
        }
    }

    /// <exception cref="IOException">It cannot be renamed.</exception>
    public static void Rename(string from, string to)
    {
        if (FileNames.Replace(from, to) is not 0 and int errno)
        {
            throw new IOException($"cannot rename {from} to {to}: {Errno.Describe(errno)}");
        }
    }
}
