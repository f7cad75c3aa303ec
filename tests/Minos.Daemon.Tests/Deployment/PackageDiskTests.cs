using System.Formats.Tar;
using System.Security.Cryptography;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Daemon.Tests.Faults;
using Minos.Deployment;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>Disks that are full, at the package server and at the host of a job.</summary>
public sealed class PackageDiskTests
{
    private const string Full = "No space left on device";

    [SkippableFact]
    public async Task A_full_package_server_says_so_and_keeps_nothing_of_it()
    {
        int port = LoopbackPort.Take();
        await using Minosd minosd = DeployHost.Create($"http://127.0.0.1:{port}", $"""
            [inet_http_server]
            port=127.0.0.1:{port}
            [package_server]
            root=%(here)s/store
            """);
        await using SmallDisk disk = await SmallDisk.MountAsync(minosd["store"], "1m");
        minosd.Start();
        await minosd.UntilUpAsync();
        string file = minosd["web-1.tar.gz"];
        await File.WriteAllBytesAsync(file, Make(300_000));
        using IPackageServer client = PackageServer.Open($"http://127.0.0.1:{port}");
        disk.Fill();
        var failure = await Assert.ThrowsAsync<DeploymentException>(() => client.UploadAsync(file, "web", "r1", default));
        Assert.Contains(Full, failure.Message, StringComparison.Ordinal);
        Assert.Contains(Full, minosd.MainLog, StringComparison.Ordinal);
        Assert.Empty(await client.ListAsync(null, default));
        disk.Empty();

        // One that is too large leaves the room that it took.
        await File.WriteAllBytesAsync(minosd["big-1.tar.gz"], Make(2_000_000));
        failure = await Assert.ThrowsAsync<DeploymentException>(() => client.UploadAsync(minosd["big-1.tar.gz"], "web", "r1", default));
        Assert.Contains(Full, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(disk["web"]));
        PackageInfo package = await client.UploadAsync(file, "web", "r1", default);
        Assert.Equal(package, await client.FindLatestAsync("web", default));
    }

    [SkippableFact]
    public async Task A_full_disk_of_packages_leaves_no_half_of_one()
    {
        await using PackageHost packages = await PackageHost.StartAsync();
        PackageInfo package = await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(Make(300_000)), null, default);
        await using Minosd minosd = DeployHost.Create(packages.Url);
        await using SmallDisk disk = await SmallDisk.MountAsync(minosd["packages"], "1m");
        minosd.Start();
        await minosd.UntilUpAsync();
        string version = disk[$"s/c/{package.Version}"];
        Directory.CreateDirectory(version);
        disk.Fill();
        await AssertFullAsync(minosd);
        Assert.False(File.Exists(Path.Combine(version, "web-1.tar.gz")));
        Assert.False(Directory.Exists(Path.Combine(version, "web-1")));
        disk.Empty();

        // There is room for the tarball, and for half of what is in it.
        using (FileStream most = File.Create(disk["fill"]))
        {
            most.Write(new byte[600_000]);
        }

        await AssertFullAsync(minosd);
        Assert.False(Directory.Exists(Path.Combine(version, "web-1")));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(version), static entry => Path.GetFileName(entry).StartsWith('.'));
        Assert.Null(new FileInfo(minosd["app/s/c/j/package"]).LinkTarget);
        disk.Empty();
        Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config())).AsString());
        Assert.Equal(300_000, new FileInfo(minosd["app/s/c/j/package/blob"]).Length);
    }

    [SkippableFact]
    public async Task A_full_disk_of_jobs_leaves_the_files_as_they_were()
    {
        await using PackageHost packages = await PackageHost.StartAsync();
        await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(Make(1000)), null, default);
        await using Minosd minosd = DeployHost.Create(packages.Url);
        await using SmallDisk disk = await SmallDisk.MountAsync(minosd["app"], "256k");
        minosd.Start();
        await minosd.UntilUpAsync();
        disk.Fill();
        await AssertFullAsync(minosd);
        disk.Empty();
        Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config(("config_files", new RpcStruct { ["site.xml"] = "old" })))).AsString());

        disk.Fill();
        RpcStruct start = DeployHost.Config(("start.sh", DeployHost.Script), ("config_files", new RpcStruct { ["site.xml"] = "new" }));
        Assert.Contains(Full, (await minosd.DeployAsync("start", "s", "c", "j", start)).AsString(), StringComparison.Ordinal);
        Assert.False(File.Exists(minosd["app/s/c/j/start.sh"]));
        Assert.Equal("old", await File.ReadAllTextAsync(minosd["app/s/c/j/site.xml"]));
        disk.Empty();
        Assert.Equal("OK", (await minosd.DeployAsync("start", "s", "c", "j", start)).AsString());
        Assert.Equal("new", await File.ReadAllTextAsync(minosd["app/s/c/j/site.xml"]));
        await minosd.UntilStateAsync("s--c--j", "RUNNING");
    }

    private static async Task AssertFullAsync(Minosd minosd)
    {
        Assert.Contains(Full, (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config())).AsString(), StringComparison.Ordinal);
        Assert.Equal("You should bootstrap the job first", (await minosd.DeployAsync("start", "s", "c", "j", DeployHost.Config(("start.sh", DeployHost.Script)))).AsString());
    }

    private static byte[] Make(int bytes) => Tarball.Make(
        new PaxTarEntry(TarEntryType.Directory, "web-1"),
        new PaxTarEntry(TarEntryType.RegularFile, "web-1/blob") { DataStream = new MemoryStream(RandomNumberGenerator.GetBytes(bytes)) });
}
