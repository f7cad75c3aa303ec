using Minos.Daemon.Tests.EndToEnd;
using Minos.Fleet;

namespace Minos.Daemon.Tests.Fleet;

/// <summary>Releases to install, made of the daemon that the tests run.</summary>
internal static class BuiltRelease
{
    /// <summary>Makes one in a folder of its own.</summary>
    /// <param name="folder">Is created.</param>
    /// <param name="mark">Makes the release another one; the same mark makes the same one.</param>
    /// <param name="largeBytes">More bytes that do not compress, so that sending it takes a while.</param>
    public static ReleaseCatalog Make(string folder, string mark, int largeBytes = 0)
    {
        Directory.CreateDirectory(folder);
        string here = Path.GetDirectoryName(Minosd.Binary)!;

        // Beside the tests lies all that the tests need; the daemon's own output has what it needs itself.
        string built = here.Replace("/tests/Minos.Daemon.Tests/", "/Minos.Daemon/", StringComparison.Ordinal);
        bool isNative = !File.Exists(Path.Combine(built, "minosd.dll"));
        foreach (string file in isNative ? [Minosd.Binary] : Directory.GetFiles(built))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        byte[] noise = new byte[largeBytes];
        Random.Shared.NextBytes(noise);
        File.WriteAllText(Path.Combine(folder, "mark"), mark);
        File.WriteAllBytes(Path.Combine(folder, "noise"), noise);
        return ReleaseCatalog.Open(folder);
    }
}
