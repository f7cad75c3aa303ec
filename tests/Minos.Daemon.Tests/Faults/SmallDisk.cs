using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Faults;

/// <summary>A file system of its own that is soon full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Mounts one; needs root.</summary>
    /// <param name="path">The directory, which is made.</param>
    /// <param name="size">As mount takes it: 64k.</param>
    public static async Task<SmallDisk> MountAsync(string path, string size)
    {
        _ = Directory.CreateDirectory(path);
        Finished mounted = await Commands.RunAsync(Requires.Program("mount"), "-t", "tmpfs", "-o", $"size={size}", "none", path);
        Requires.That(mounted.Status == 0, "mounting a small tmpfs needs root");
        return new SmallDisk(path);
    }

    /// <summary>Leaves no room at all.</summary>
    public void Fill()
    {
        using var file = new FileStream(this["fill"], FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        _ = Assert.Throws<IOException>(() =>
        {
            for (long left = int.MaxValue; left > 0; left -= page.Length)
            {
                file.Write(page);
            }
        });
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(this["fill"]);

    public async ValueTask DisposeAsync() => await Commands.RunAsync("umount", "-l", Path);
}
