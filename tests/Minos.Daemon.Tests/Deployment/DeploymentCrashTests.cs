using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Deployment;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Deployment;

/// <summary><c>kill -9</c> of the daemon in the middle of each step: nothing is half-installed, and repeating it works.</summary>
public sealed class DeploymentCrashTests
{
    private const string Site = "<site>50%</site>";
    private const string MakeDirectory = "?mkdir,?mkdirat";
    private const string ReadLink = "?readlink,?readlinkat";
    private const string Open = "?open,?openat";
    private const string Status = "?stat,?newfstatat,?statx";
    private const string Rename = "?rename,?renameat,?renameat2";
    private const string Remove = "?unlink,?unlinkat";
    private const string RemoveDirectory = "?rmdir,?unlinkat";

    /// <summary>strace kills the daemon as it is about to make the first, or second, of these calls with that path.</summary>
    /// <remarks>What it writes under another name and renames is whole or not there: one case before it, one after it.</remarks>
    [SkippableTheory]
    [InlineData("bootstrap", "nothing is there", MakeDirectory, "app/s/c/j")]
    [InlineData("bootstrap", "the mark is there", MakeDirectory, "log/s")]
    [InlineData("bootstrap", "the log directory is there", ReadLink, "app/s/c/j/log")]
    [InlineData("bootstrap", "the data directory is there", ReadLink, "app/s/c/j/data1")]
    [InlineData("bootstrap", "the directories are linked", MakeDirectory, "packages/s")]
    [InlineData("bootstrap", "the package has come", Rename, "packages/s/c/VERSION/web-1.tar.gz.part")]
    [InlineData("bootstrap", "the package is checked", Open, "packages/s/c/VERSION/web-1.tar.gz")]
    [InlineData("bootstrap", "the package is unpacked", Status, "packages/s/c/VERSION/web-1", 2)]
    [InlineData("bootstrap", "the package has its name", ReadLink, "packages/s/c/current")]
    [InlineData("bootstrap", "the package is the current one", ReadLink, "app/s/c/j/package")]
    [InlineData("bootstrap", "run.cfg is written", Open, "app/s/c/j")]
    [InlineData("bootstrap", "the script has run", Remove, "app/s/c/j/.script")]
    [InlineData("bootstrap", "all is done", Remove, "app/s/c/j/.bootstrapping")]
    [InlineData("start", "start.sh is written", Open, "app/s/c/j")]
    [InlineData("start", "the program file is written", Open, "conf/s--c--j.cfg")]
    [InlineData("stop", "the signal is sent", "pidfd_send_signal,kill", "")]
    [InlineData("cleanup", "the script has run", Remove, "app/s/c/j/.script")]
    [InlineData("cleanup", "the logs are removed", RemoveDirectory, "log/s/c/j")]
    [InlineData("cleanup", "the data are removed", RemoveDirectory, "data1/s/c/j")]
    [InlineData("cleanup", "the program file goes", Remove, "conf/s--c--j.cfg")]
    public async Task A_daemon_that_is_killed_leaves_nothing_half_done(string step, string moment, string calls, string path, int time = 1)
    {
        string strace = Requires.Program("strace");
        await using PackageHost packages = await PackageHost.StartAsync();
        PackageInfo package = await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(Tarball.Make("web-1")), null, default);
        await using Minosd minosd = DeployHost.Create(packages.Url);
        string version = package.Version;
        Assert.NotEmpty(moment);

        // The steps before: by a daemon that nobody disturbs.
        string[] steps = ["bootstrap", "start", "stop", "cleanup"];
        int number = Array.IndexOf(steps, step);
        minosd.Start();
        await minosd.UntilUpAsync();
        foreach (string before in steps[..number])
        {
            await WalkAsync(minosd, before);
        }

        await minosd.KillAsync();
        string[] onPath = path.Length == 0 ? [] : ["-P", minosd[path.Replace("VERSION", version, StringComparison.Ordinal)]];
        minosd.Start([strace, "-D", "-f", "-qq", "-o", "/dev/null", .. onPath, "-e", $"trace={calls}", "-e", $"inject={calls}:signal=KILL:when={time}"]);
        await minosd.UntilUpAsync();
        int pid = minosd.Pid;
        RpcValue? answer = null;
        try
        {
            answer = await minosd.DeployAsync(step, "s", "c", "j", Config(step));
        }
        catch (RpcConnectionException)
        {
            // It was killed.
        }

        Assert.True(answer is null, $"the step was answered: {answer}");
        await Commands.UntilAsync(() => !Commands.IsAlive(pid), "the daemon is dead");
        AssertWhole(minosd, package);

        // What it may have been writing at that moment.
        string[] written = step switch
        {
            "bootstrap" => ["app/s/c/j", "packages/s/c", $"packages/s/c/{version}"],
            "start" => ["app/s/c/j", "conf"],
            "cleanup" => ["app/s/c/j"],
            _ => [],
        };
        foreach (string directory in written)
        {
            if (Directory.Exists(minosd[directory]))
            {
                await File.WriteAllTextAsync(Path.Combine(minosd[directory], ".minos-0123456789abcdef0123456789abcdef"), "half");
            }
        }

        minosd.Start();
        await minosd.UntilUpAsync();
        if (step == "bootstrap")
        {
            Assert.Equal("You should bootstrap the job first", (await minosd.DeployAsync("start", "s", "c", "j", Config("start"))).AsString());
        }

        foreach (string after in steps[number..])
        {
            await WalkAsync(minosd, after);
        }

        AssertWhole(minosd, package);
        Assert.Empty(Directory.GetFileSystemEntries(minosd.Root, ".minos-*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
        Assert.False(File.Exists(minosd["app/s/c/j/.bootstrapping"]));
        Assert.False(Directory.Exists(minosd["log/s/c/j"]));
        Assert.False(Directory.Exists(minosd["data1/s/c/j"]));
        Assert.False(File.Exists(minosd["conf/s--c--j.cfg"]));
    }

    [Fact]
    public async Task A_download_goes_on_where_the_killed_daemon_was()
    {
        // More than the writer's buffer: the first half is seen on the disk.
        byte[] tarball = Tarball.Make(
            new PaxTarEntry(TarEntryType.RegularFile, "web-1/version") { DataStream = new MemoryStream("1"u8.ToArray()) },
            new PaxTarEntry(TarEntryType.RegularFile, "web-1/blob") { DataStream = new MemoryStream(RandomNumberGenerator.GetBytes(1 << 20)) });
        string tag = "";
        string range = "";
        var faulty = new FaultyServer(async (context, request, stopping) =>
        {
            int from = 0;
            context.Response.Headers.ETag = tag;
            if (request > 1)
            {
                range = context.Request.Headers.Range.ToString();
                from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
                context.Response.StatusCode = 206;
                context.Response.Headers.ContentRange = $"bytes {from}-{tarball.Length - 1}/{tarball.Length}";
            }

            context.Response.ContentLength = tarball.Length - from;
            int count = request == 1 ? tarball.Length / 2 : tarball.Length - from;
            await context.Response.Body.WriteAsync(tarball.AsMemory(from, count), stopping);
            await context.Response.Body.FlushAsync(stopping);
            if (request == 1)
            {
                await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted).Token);
            }

            return true;
        });
        await using PackageHost packages = await PackageHost.StartAsync(faulty);
        PackageInfo package = await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(tarball), null, default);
        tag = $"\"{package.Checksum}\"";
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url);
        string part = minosd[$"packages/s/c/{package.Version}/web-1.tar.gz.part"];
        Task<RpcValue> bootstrap = minosd.DeployAsync("bootstrap", "s", "c", "j", Config("bootstrap"));
        await Commands.UntilAsync(() => new FileInfo(part) is { Exists: true, Length: > 0 }, "some of it is there");
        await minosd.KillAsync();
        long there = new FileInfo(part).Length;
        await Assert.ThrowsAsync<RpcConnectionException>(() => bootstrap);
        AssertWhole(minosd, package);

        minosd.Start();
        await minosd.UntilUpAsync();
        await WalkAsync(minosd, "bootstrap");
        Assert.Equal($"bytes={there}-", range);
        AssertWhole(minosd, package);
        Assert.False(File.Exists(part));
    }

    [Theory]
    [InlineData("bootstrap")]
    [InlineData("cleanup")]
    public async Task A_script_of_a_killed_daemon_ends_before_the_next_one_runs(string step)
    {
        // Whoever is not ended shows by the other's directory, or as alive.
        const string Script = "mkdir busy || exit 9; (sleep 100000 & echo $! >> children; wait) & echo $$ >> pids; [ -e go ] || wait; kill %1; rmdir busy\n";
        await using PackageHost packages = await PackageHost.StartAsync();
        await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(Tarball.Make("web-1")), null, default);
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url);
        if (step == "cleanup")
        {
            await WalkAsync(minosd, "bootstrap");
        }

        RpcStruct config = Config(step);
        config[step + ".sh"] = Script;
        Task<RpcValue> first = minosd.DeployAsync(step, "s", "c", "j", config);
        await Commands.UntilAsync(() => Lines("pids").Length == 1 && Lines("children").Length == 1, "the script runs");
        await minosd.KillAsync();
        await Assert.ThrowsAsync<RpcConnectionException>(() => first);
        int[] left = [int.Parse(Lines("pids")[0]), int.Parse(Lines("children")[0])];
        Assert.All(left, static pid => Assert.True(Commands.IsAlive(pid)));

        Directory.Delete(minosd["app/s/c/j/busy"]);
        await File.WriteAllTextAsync(minosd["app/s/c/j/go"], "");
        minosd.Start();
        await minosd.UntilUpAsync();
        Assert.Equal("OK", (await minosd.DeployAsync(step, "s", "c", "j", config)).AsString());
        Assert.All(left, static pid => Assert.False(Commands.IsAlive(pid)));
        Assert.Equal(2, Lines("pids").Length);
        Assert.False(File.Exists(minosd["app/s/c/j/.script"]));

        string[] Lines(string name) => File.Exists(minosd["app/s/c/j/" + name]) ? File.ReadAllLines(minosd["app/s/c/j/" + name]) : [];
    }

    private static RpcStruct Config(string step) => step switch
    {
        "bootstrap" => DeployHost.Config(
            ("config_files", new RpcStruct { ["site.xml"] = Site }), ("bootstrap.sh", "echo data > data1/d; echo log > log/l\n")),
        "start" => DeployHost.Config(("start.sh", DeployHost.Script)),
        "cleanup" => DeployHost.Config(("cleanup.sh", "true\n")),
        _ => [],
    };

    private static async Task WalkAsync(Minosd minosd, string step)
    {
        try
        {
            Assert.Equal("OK", (await minosd.DeployAsync(step, "s", "c", "j", Config(step))).AsString());
        }
        catch (RpcFault fault) when (step == "stop" && fault.Code == RpcFaultCode.NotRunning)
        {
            // The signal of the killed daemon has reached it.
        }

        if (step is "start" or "stop")
        {
            await minosd.UntilStateAsync("s--c--j", step == "start" ? "RUNNING" : "STOPPED");
        }
    }

    /// <summary>Everything that has its name is whole; what is not there is no matter.</summary>
    private static void AssertWhole(Minosd minosd, PackageInfo package)
    {
        string packages = minosd[$"packages/s/c/{package.Version}/"];
        AssertText(packages + "web-1/version", "1", Directory.Exists(packages + "web-1"));
        if (File.Exists(packages + "web-1.tar.gz"))
        {
            Assert.Equal(package.Checksum, PackageStore.DigestAsync(packages + "web-1.tar.gz", default).Result);
        }

        foreach (string link in (string[])["packages/s/c/current", "app/s/c/j/package"])
        {
            if (new FileInfo(minosd[link]).LinkTarget is { } target)
            {
                AssertText(target + "/version", "1", required: true);
            }
        }

        AssertText(minosd["app/s/c/j/site.xml"], Site);
        AssertText(minosd["app/s/c/j/start.sh"], DeployHost.Script);
        if (File.Exists(minosd["app/s/c/j/run.cfg"]))
        {
            Assert.EndsWith($"package_dir = {packages}web-1\n\n", File.ReadAllText(minosd["app/s/c/j/run.cfg"]), StringComparison.Ordinal);
        }

        if (File.Exists(minosd["conf/s--c--j.cfg"]))
        {
            Assert.EndsWith("autostart = false\n\n", File.ReadAllText(minosd["conf/s--c--j.cfg"]), StringComparison.Ordinal);
        }
    }

    private static void AssertText(string file, string text, bool required = false)
    {
        if (required || File.Exists(file))
        {
            Assert.Equal(text, File.ReadAllText(file));
        }
    }
}
