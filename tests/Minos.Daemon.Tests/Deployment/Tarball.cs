using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>Makes packages.</summary>
internal static class Tarball
{
    public static byte[] Make(string name, string version = "1") => Make(
        new PaxTarEntry(TarEntryType.Directory, name),
        new PaxTarEntry(TarEntryType.RegularFile, $"{name}/version") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(version)) });

    public static byte[] Make(params TarEntry[] entries)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new TarWriter(gzip))
        {
            foreach (TarEntry entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }
}
