using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Minos.Core.Tests.Logs;
using Minos.Deployment;

namespace Minos.Core.Tests.Deployment;

/// <summary>Archives that try to get out of their directory.</summary>
public sealed class PackageArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Dangerous => new(s_dangerous.Keys);

    private static readonly Dictionary<string, TarEntry[]> s_dangerous = new()
    {
        ["absolute path"] = [File("/tmp/minos-escape")],
        ["parent"] = [File("a/../../escape")],
        ["absolute link"] = [Link("a", "/etc/passwd")],
        ["link out"] = [Link("a/b", "../../escape")],
        ["link over a link out"] = [Link("d1/d2/l", "../.."), Link("a", "d1/d2/l/../escape")],
        ["entry behind a link"] = [Link("a", "b"), File("a/c")],
        ["hard link out"] = [Hard("a", "../escape")],
        ["hard link to a link"] = [File("f"), Link("l", "f"), Hard("a", "l")],
        ["round links"] = [Link("a", "b"), Link("b", "a")],
        ["fifo"] = [new PaxTarEntry(TarEntryType.Fifo, "a")],
        ["device"] = [new PaxTarEntry(TarEntryType.CharacterDevice, "a") { DeviceMajor = 1, DeviceMinor = 5 }],
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Dangerous))]
    public void A_dangerous_archive_is_refused_and_nothing_is_written_outside(string kind)
    {
        var failure = Assert.Throws<DeploymentException>(() => Extract(Make(s_dangerous[kind])));
        Assert.StartsWith("Error: p.tar.gz", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["out", "p.tar.gz"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
        Assert.False(Path.Exists("/tmp/minos-escape"));
    }

    [Fact]
    public void A_bomb_is_stopped()
    {
        using var zeros = new FileStream(_folder["zeros"], FileMode.Create);
        zeros.SetLength(200 << 20);
        zeros.Position = 0;
        byte[] bomb = Make(new PaxTarEntry(TarEntryType.RegularFile, "zeros") { DataStream = zeros });
        var failure = Assert.Throws<DeploymentException>(() => Extract(bomb));
        Assert.Contains("unpacks to more than", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_archive_is_refused()
    {
        byte[] random = new byte[100_000];
        new Random(1).NextBytes(random);
        byte[] whole = Make(new PaxTarEntry(TarEntryType.RegularFile, "a") { DataStream = new MemoryStream(random) });
        Assert.Throws<DeploymentException>(() => Extract(whole[..(whole.Length / 2)]));
        Assert.Throws<DeploymentException>(() => Extract("<html>"u8.ToArray()));
    }

    [Fact]
    public void Files_links_and_modes_arrive()
    {
        PaxTarEntry script = File("p/bin/run");
        script.Mode = (UnixFileMode)0x9ED; // 04755
        Extract(Make(script, Link("p/current", "bin"), Link("p/bin/again", "../bin/run"), Hard("p/copy", "p/bin/run")));
        Assert.Equal("content", System.IO.File.ReadAllText(_folder["out/p/current/again"]));
        Assert.Equal("content", System.IO.File.ReadAllText(_folder["out/p/copy"]));
        Assert.Equal((UnixFileMode)0x1ED, System.IO.File.GetUnixFileMode(_folder["out/p/bin/run"]));
    }

    private static PaxTarEntry File(string name) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("content")) };

    private static PaxTarEntry Link(string name, string target) => new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target };

    private static PaxTarEntry Hard(string name, string target) => new PaxTarEntry(TarEntryType.HardLink, name) { LinkName = target };

    private static byte[] Make(params TarEntry[] entries)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var writer = new TarWriter(gzip))
        {
            foreach (TarEntry entry in entries)
            {
                if (entry.DataStream is { } data)
                {
                    data.Position = 0;
                }

                writer.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    private void Extract(byte[] archive)
    {
        System.IO.File.WriteAllBytes(_folder["p.tar.gz"], archive);
        Directory.CreateDirectory(_folder["out"]);
        PackageArchive.Extract(_folder["p.tar.gz"], _folder["out"], 1L << 30, CancellationToken.None);
    }
}
