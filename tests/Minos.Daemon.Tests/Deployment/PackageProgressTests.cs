using System.Security.Cryptography;
using Minos.Deployment;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>What those who wait for a transfer are told.</summary>
public sealed class PackageProgressTests : IDisposable
{
    private const int PackageBytes = 1_000_001;

    private readonly string _directory = Directory.CreateTempSubdirectory("minos-progress-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("http")]
    [InlineData("file")]
    public async Task The_bytes_grow_to_the_files_size_in_both_directions(string scheme)
    {
        await using PackageHost host = await PackageHost.StartAsync();
        using IPackageServer client = PackageServer.Open(scheme == "http" ? host.Url : new Uri(Path.Combine(_directory, "store")).AbsoluteUri);
        string file = Path.Combine(_directory, "web.tar.gz");
        byte[] content = Content();
        await File.WriteAllBytesAsync(file, content);

        var up = new Recorder();
        PackageInfo package = await client.UploadAsync(file, "web", "r1", default, up);
        up.CheckGrowth(from: 0);
        var down = new Recorder();
        await client.DownloadAsync(package, Path.Combine(_directory, "copy"), default, down);
        down.CheckGrowth(from: 0);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(_directory, "copy")));

        // It is there: nothing is sent.
        var again = new Recorder();
        Assert.Equal(package, await client.UploadAsync(file, "web", "r1", default, again));
        Assert.Empty(again.Reports);
    }

    [Fact]
    public async Task A_resumed_download_counts_what_was_there()
    {
        byte[] content = Content();
        string tag = "";
        var faulty = new FaultyServer(async (context, _, stopping) =>
        {
            context.Response.Headers.ETag = tag;
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2), stopping);
            await context.Response.Body.FlushAsync(stopping);
            context.Abort();
            return true;
        });
        await using PackageHost host = await PackageHost.StartAsync(faulty);
        PackageInfo package = await host.Store.AddAsync("web", "r1", "web.tar.gz", new MemoryStream(content), null, default);
        tag = $"\"{package.Checksum}\"";
        string copy = Path.Combine(_directory, "copy");
        using (IPackageServer impatient = PackageServer.Open(host.Url, new PackageClientOptions { Resumptions = 0 }))
        {
            await Assert.ThrowsAsync<DeploymentException>(() => impatient.DownloadAsync(package, copy, default));
        }

        long there = new FileInfo(copy + ".part").Length;
        Assert.InRange(there, 1, content.Length / 2);
        faulty.IsOn = false;
        using IPackageServer client = PackageServer.Open(host.Url);
        var rest = new Recorder();
        await client.DownloadAsync(package, copy, default, rest);
        rest.CheckGrowth(there);
    }

    private static byte[] Content()
    {
        byte[] content = RandomNumberGenerator.GetBytes(PackageBytes);
        content[0] = 0x1f;
        content[1] = 0x8b;
        return content;
    }

    private sealed class Recorder : IProgress<TransferProgress>
    {
        public List<TransferProgress> Reports { get; } = [];

        public void Report(TransferProgress value) => Reports.Add(value);

        public void CheckGrowth(long from)
        {
            Assert.True(Reports.Count > 1, $"{Reports.Count} reports");
            Assert.All(Reports, static report => Assert.Equal(PackageBytes, report.TotalBytes));
            foreach (TransferProgress report in Reports)
            {
                Assert.True(report.Bytes > from, $"{report.Bytes} after {from}");
                from = report.Bytes;
            }

            Assert.Equal(PackageBytes, from);
        }
    }
}
