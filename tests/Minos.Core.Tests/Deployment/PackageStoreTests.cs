using Minos.Core.Tests.Logs;
using Minos.Deployment;

namespace Minos.Core.Tests.Deployment;

/// <summary>What killed processes and broken connections leave in a store.</summary>
public sealed class PackageStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_killed_process_was_taking_in_is_removed_a_day_later_and_what_another_takes_in_stays()
    {
        string artifact = _folder["web"];
        DateTime twoDaysAgo = DateTime.UtcNow.AddDays(-2);
        string Left(string name, DateTime fileTime)
        {
            string directory = Directory.CreateDirectory(Path.Combine(artifact, AtomicFile.Unfinished + name)).FullName;
            string file = Path.Combine(directory, "web.tar.gz");
            File.WriteAllText(file, "half");
            File.SetLastWriteTimeUtc(file, fileTime);
            Directory.SetLastWriteTimeUtc(directory, twoDaysAgo);
            return directory;
        }

        string abandoned = Left("abandoned", twoDaysAgo);
        string slow = Left("slow", DateTime.UtcNow);
        var store = new PackageStore(_folder.Root);
        PackageInfo added = await store.AddAsync("web", "r1", "web.tar.gz", new MemoryStream([1, 2, 3]), null, default);

        Assert.False(Directory.Exists(abandoned));
        Assert.True(File.Exists(Path.Combine(slow, "web.tar.gz")));
        Assert.Equal([added], store.List());
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        var store = new PackageStore(_folder.Root);
        await Assert.ThrowsAsync<IOException>(() => store.AddAsync("web", "r1", "web.tar.gz", new BrokenStream(), null, default));

        Assert.Empty(Directory.GetFileSystemEntries(_folder["web"]));
        Assert.Empty(store.List());
    }

    private sealed class BrokenStream : MemoryStream
    {
        private bool _hasBegun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasBegun)
            {
                throw new IOException("the connection broke off");
            }

            _hasBegun = true;
            return new ValueTask<int>(1000);
        }
    }
}
