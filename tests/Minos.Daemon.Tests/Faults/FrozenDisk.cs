using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Faults;

/// <summary>A file system of its own on which every write can be made to hang, as on a disk or a server that has gone (man 8 fsfreeze).</summary>
internal sealed class FrozenDisk : IAsyncDisposable
{
    private FrozenDisk(string path) => Path = path;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Mounts one; needs root and loop devices, which are the machine's and no package's.</summary>
    /// <param name="path">The directory, which is made.</param>
    public static async Task<FrozenDisk> MountAsync(string path)
    {
        string make = Requires.Program("mkfs.ext4"), mount = Requires.Program("mount");
        _ = Requires.Program("fsfreeze");
        _ = Directory.CreateDirectory(path);
        string image = path + ".image";
        using (FileStream file = File.Create(image))
        {
            file.SetLength(32 * 1024 * 1024);
        }

        Assert.Equal(0, (await Commands.RunAsync(make, "-q", image)).Status);
        Finished mounted = await Commands.RunAsync(mount, "-o", "loop", image, path);
        Skip.If(mounted.Status != 0, $"no file system can be mounted from a file here: {mounted.Error}");
        return new FrozenDisk(path);
    }

    /// <summary>From now on writes wait, uninterruptibly.</summary>
    public async Task FreezeAsync() => Assert.Equal(0, (await Commands.RunAsync(Requires.Program("fsfreeze"), "-f", Path)).Status);

    /// <summary>They go on.</summary>
    public async Task ThawAsync() => Assert.Equal(0, (await Commands.RunAsync(Requires.Program("fsfreeze"), "-u", Path)).Status);

    public async ValueTask DisposeAsync()
    {
        // Whatever the test has come to: nothing that waits for it could ever be ended.
        await Commands.RunAsync(Requires.Program("fsfreeze"), "-u", Path);
        await Commands.RunAsync("umount", "-l", Path);
    }
}
