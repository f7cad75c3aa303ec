using Minos.Daemon.Tests.EndToEnd;
using Minos.Deployment;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>The deployment RPC of the whole daemon.</summary>
public sealed class DeploymentTests
{
    [SkippableTheory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_client_that_makes_the_calls_of_the_original(int instance)
    {
        string python = Requires.Program("python3");
        await using Minosd minosd = DeployHost.Create("file://%(here)s/store");
        string store = minosd["store"];
        _ = await AddAsync(store, "r1", "web-1", "1");
        PackageInfo latest = await AddAsync(store, "r2", "web-2", "2");
        minosd.Start();
        await minosd.UntilUpAsync();

        Finished client = await Commands.RunAsync(
            python, Repository.Path("tests/Minos.Daemon.Tests/Deployment/deployment_client.py"),
            minosd["s.sock"], $"{instance}", latest.Revision, latest.Timestamp, minosd.Root);
        Assert.True(client.Output == "all calls answered\n", client.Output + client.Error + minosd.MainLog);
    }

    [Theory]
    [InlineData("get_run_dir")]
    [InlineData("get_log_dir")]
    [InlineData("get_stdout_dir")]
    [InlineData("get_available_data_dirs")]
    [InlineData("get_data_dirs")]
    [InlineData("get_package_dir")]
    [InlineData("get_real_package_dir")]
    [InlineData("get_current_package_dir")]
    [InlineData("get_cleanup_token")]
    [InlineData("bootstrap")]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("show")]
    [InlineData("cleanup")]
    public async Task Names_that_are_no_path_segment_are_refused(string method)
    {
        string[] bad =
            ["", ".", "..", "../..", "a/b", "/etc", "a b", "a;id", "$(id)", "`id`", "a\nb", "-rf", "a:b", "\u00e9", "a*", new string('a', 129)];
        await using Minosd minosd = await DeployHost.StartAsync("file:///nowhere");
        bool acts = method is "bootstrap" or "start" or "stop" or "show" or "cleanup";
        int places = method == "get_current_package_dir" ? 2 : 3;
        foreach (string name in bad)
        {
            for (int place = 0; place < places; place++)
            {
                RpcValue[] arguments = [.. Enumerable.Range(0, places).Select(i => (RpcValue)(i == place ? name : "a"))];
                RpcFault fault = await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync(method, acts ? [.. arguments, DeployHost.Config()] : arguments));
                Assert.Equal(RpcFaultCode.IncorrectParameters, fault.Code);
            }
        }

        if (places == 3)
        {
            RpcValue[] arguments = acts ? ["a", "a", "a", DeployHost.Config(), -2] : ["a", "a", "a", -2];
            Assert.Equal(RpcFaultCode.IncorrectParameters, (await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync(method, arguments))).Code);
        }

        Assert.Empty(Directory.GetFileSystemEntries(minosd["app"]));
    }

    [Fact]
    public async Task Values_that_would_lead_elsewhere_are_refused()
    {
        await using Minosd minosd = await DeployHost.StartAsync("file:///nowhere");
        RpcStruct[] configs =
        [
            DeployHost.Config(("artifact", "../x")),
            DeployHost.Config(("config_files", new RpcStruct { ["../x"] = "text" })),
            DeployHost.Config(("config_files", new RpcStruct { ["run.cfg"] = "text" })),
            DeployHost.Config(("cleanup_token", "a\nrun_dir = /")),
            DeployHost.Config(("http_url", "http://x/\nuser = root")),
            DeployHost.Config(("http_url", "javascript:alert(1)")),
        ];
        foreach (RpcStruct config in configs)
        {
            RpcFault fault = await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync("bootstrap", "s", "c", "j", config));
            Assert.Equal(RpcFaultCode.IncorrectParameters, fault.Code);
        }

        foreach (string index in (string[])["-1", "2", "x", "0,9"])
        {
            Assert.StartsWith("Error: data_dir_indexes", (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config(("data_dir_indexes", index)))).AsString(), StringComparison.Ordinal);
        }

        RpcStruct package = DeployHost.Config(("package_name", "../../x.tar.gz"), ("revision", "r"), ("timestamp", "t"));
        Assert.StartsWith("Error: package", (await minosd.DeployAsync("bootstrap", "s", "c", "j", package)).AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_outside_of_jobs_are_neither_read_nor_written()
    {
        await using Minosd minosd = await DeployHost.StartAsync("file:///nowhere");
        string outside = minosd["outside"];
        await File.WriteAllTextAsync(outside, "secret");
        Directory.CreateDirectory(minosd["app/s"]);
        File.CreateSymbolicLink(minosd["app/s/link"], outside);
        File.CreateSymbolicLink(minosd["app/s/directory"], minosd.Root);
        foreach (string path in (string[])
            [outside, minosd["app/../outside"], minosd["app/s/link"], minosd["app/s/directory/outside"], minosd["app"], "/etc/passwd", "/dev/zero", "relative", ""])
        {
            Assert.Equal(RpcFaultCode.Failed, (await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync("read_file", path))).Code);
            Assert.Equal(RpcFaultCode.Failed, (await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync("write_text_to_file", path, "x"))).Code);
            Assert.Equal(RpcFaultCode.Failed, (await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync("append_text_to_file", path, "x"))).Code);
        }

        Assert.Equal("secret", await File.ReadAllTextAsync(outside));
        await minosd.DeployAsync("write_text_to_file", minosd["app/s/file"], "text");
        Assert.Equal("text", (await minosd.DeployAsync("read_file", minosd["app/s/file"])).AsString());
    }

    [Fact]
    public async Task Any_path_is_allowed_when_the_configuration_says_so()
    {
        await using Minosd minosd = await DeployHost.StartAsync("file:///nowhere", "allow_any_path = true");
        await minosd.DeployAsync("write_text_to_file", minosd["outside"], "text");
        Assert.Equal("text", (await minosd.DeployAsync("read_file", minosd["outside"])).AsString());
    }

    [Fact]
    public async Task Directories_that_are_links_are_neither_used_nor_cleaned()
    {
        await using PackageHost packages = await PackageHost.StartAsync();
        await AddAsync(packages.Root, "r1", "web-1", "1");
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url);
        Directory.CreateDirectory(minosd["elsewhere/c/j"]);
        await File.WriteAllTextAsync(minosd["elsewhere/c/j/precious"], "data");
        Directory.CreateSymbolicLink(minosd["log/s"], minosd["elsewhere"]);
        Assert.Contains("precious", string.Join(' ', Directory.GetFiles(minosd["log/s/c/j"])), StringComparison.Ordinal);
        Assert.Contains("not empty", (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config())).AsString(), StringComparison.Ordinal);
        Assert.Contains("symbolic link", (await minosd.DeployAsync("bootstrap", "s", "c", "k", DeployHost.Config())).AsString(), StringComparison.Ordinal);

        Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "t", "c", "j", DeployHost.Config())).AsString());
        Directory.Delete(minosd["data1/t"], recursive: true);
        Directory.CreateSymbolicLink(minosd["data1/t"], minosd["elsewhere"]);
        Assert.Contains("symbolic link", (await minosd.DeployAsync("cleanup", "t", "c", "j", new RpcStruct())).AsString(), StringComparison.Ordinal);
        Assert.True(File.Exists(minosd["elsewhere/c/j/precious"]));
    }

    [Fact]
    public async Task Two_bootstraps_of_a_job_at_once_are_one_after_the_other()
    {
        await using PackageHost packages = await PackageHost.StartAsync();
        await AddAsync(packages.Root, "r1", "web-1", "1");
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url);
        RpcStruct config = DeployHost.Config(("bootstrap.sh", "mkdir busy || exit 1; sleep 0.2; rmdir busy; echo run >> runs\n"));
        RpcValue[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => minosd.DeployAsync("bootstrap", "s", "c", "j", config)));
        Assert.All(answers, static answer => Assert.Equal("OK", answer.AsString()));
        Assert.Equal(4, File.ReadAllLines(minosd["app/s/c/j/runs"]).Length);
    }

    [Fact]
    public async Task A_script_that_fails_is_told_and_the_bootstrap_can_be_repeated()
    {
        await using PackageHost packages = await PackageHost.StartAsync();
        await AddAsync(packages.Root, "r1", "web-1", "1");
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url);
        string answer = (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config(("bootstrap.sh", "echo x > log/x; echo why; exit 3")))).AsString();
        Assert.StartsWith("Execute bootstrap.sh failed: exit status 3", answer, StringComparison.Ordinal);
        Assert.Equal("why\n", await File.ReadAllTextAsync(minosd["app/s/c/j/stdout/bootstrap.out"]));
        Assert.Equal("You should bootstrap the job first", (await minosd.DeployAsync("start", "s", "c", "j", DeployHost.Config(("start.sh", DeployHost.Script)))).AsString());
        Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config())).AsString());
    }

    [Fact]
    public async Task A_script_that_hangs_is_killed_with_its_children_and_the_job_is_free_again()
    {
        const string Hang = "sleep 100000 & echo $! > child; echo x > log/x; wait\n";
        await using PackageHost packages = await PackageHost.StartAsync();
        await AddAsync(packages.Root, "r1", "web-1", "1");
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url, "script_timeout = 2");
        string answer = (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config(("bootstrap.sh", Hang)))).AsString();
        Assert.Equal($"Execute bootstrap.sh failed: killed, it had not ended after script_timeout=2 seconds; its output is in {minosd["app/s/c/j/stdout/bootstrap.out"]}", answer);
        await UntilChildHasEndedAsync();
        Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "s", "c", "j", DeployHost.Config())).AsString());

        answer = (await minosd.DeployAsync("cleanup", "s", "c", "j", DeployHost.Config(("cleanup.sh", Hang)))).AsString();
        Assert.StartsWith("Execute cleanup.sh failed: killed, it had not ended after script_timeout=2 seconds", answer, StringComparison.Ordinal);
        await UntilChildHasEndedAsync();
        Assert.True(File.Exists(minosd["log/s/c/j/x"]));
        Assert.Equal("OK", (await minosd.DeployAsync("cleanup", "s", "c", "j", new RpcStruct())).AsString());
        Assert.False(Directory.Exists(minosd["log/s/c/j"]));

        // A zombie counts as ended: who reaps it is not this daemon's affair.
        Task UntilChildHasEndedAsync()
        {
            string stat = $"/proc/{File.ReadAllText(minosd["app/s/c/j/child"]).Trim()}/stat";
            return Commands.UntilAsync(
                () => Task.FromResult(!File.Exists(stat) || File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal)), () => $"{stat} is still there");
        }
    }

    [Fact]
    public async Task A_changed_program_file_is_applied_and_a_name_is_not_taken_over()
    {
        await using PackageHost packages = await PackageHost.StartAsync();
        await AddAsync(packages.Root, "r1", "web-1", "1");
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url);
        foreach (RpcValue[] names in (RpcValue[][])[["s", "c", "dn", DeployHost.Config(), 1], ["s", "c", "dn1", DeployHost.Config()]])
        {
            Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", names)).AsString());
        }

        RpcStruct start = DeployHost.Config(("start.sh", DeployHost.Script));
        Assert.Equal("OK", (await minosd.DeployAsync("start", "s", "c", "dn", start, 1)).AsString());
        Assert.Contains("belongs to the job in", (await minosd.DeployAsync("start", "s", "c", "dn1", start)).AsString(), StringComparison.Ordinal);
        Assert.Equal(RpcFaultCode.BadName, (await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync("stop", "s", "c", "dn1", DeployHost.Config()))).Code);
        await minosd.DeployAsync("stop", "s", "c", "dn", DeployHost.Config(), 1);
        await minosd.UntilStateAsync("s--c--dn1", "STOPPED");
        Assert.Equal("OK", (await minosd.DeployAsync("start", "s", "c", "dn", DeployHost.Config(("http_url", "http://127.0.0.1:2/")), 1)).AsString());
        await minosd.UntilStateAsync("s--c--dn1", "RUNNING");
    }

    [Theory]
    [InlineData("data_dirs=/nowhere/at/all", "Data dir /nowhere/at/all must created before starting supervisord")]
    [InlineData("package_serer=http://x", "unknown key")]
    [InlineData("package_server=ftp://x", "a URL with http, https or file")]
    [InlineData("allow_any_path=maybe", "not a valid boolean value")]
    [InlineData("script_timeout=0", "1 to 86400 seconds")]
    public async Task A_section_that_cannot_be_used_is_told_at_the_start(string line, string message)
    {
        await using var minosd = new Minosd($"[rpcinterface:deployment]\nsupervisor.rpcinterface_factory = deployment.rpcinterface:deployment_rpcinterface\n{line}\n"
            + (line.StartsWith("data", StringComparison.Ordinal) ? "" : "data_dirs=/tmp\n"));
        Finished finished = await minosd.RunAsync("-n");
        Assert.Equal(2, finished.Status);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
    }

    internal static async Task<PackageInfo> AddAsync(string store, string revision, string name, string version) =>
        await new PackageStore(store).AddAsync("web", revision, name + ".tar.gz", new MemoryStream(Tarball.Make(name, version)), null, default);
}
