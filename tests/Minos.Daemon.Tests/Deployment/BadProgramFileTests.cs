using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>The program file of a job beside those of others, which may be wrong.</summary>
public sealed class BadProgramFileTests
{
    [Theory]
    [InlineData("[program:other]\nautostart=false\n")]
    [InlineData("[program:other]\ncommand=/bin/true\nstopsignal=NONE\n")]
    public async Task An_error_in_another_programs_file_keeps_no_job_from_starting(string file)
    {
        await using PackageHost packages = await PackageHost.StartAsync();
        await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(Tarball.Make("web-1")), null, default);
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url);
        RpcStruct start = DeployHost.Config(("start.sh", DeployHost.Script));
        foreach (string job in (string[])["a", "b"])
        {
            Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "s", "c", job, DeployHost.Config())).AsString());
        }

        Assert.Equal("OK", (await minosd.DeployAsync("start", "s", "c", "a", start)).AsString());
        await minosd.UntilStateAsync("s--c--a", "RUNNING");
        int pid = await minosd.PidOfAsync("s--c--a");
        await File.WriteAllTextAsync(minosd["conf/other.cfg"], file);
        Assert.Equal("OK", (await minosd.DeployAsync("start", "s", "c", "b", start)).AsString());
        await minosd.UntilStateAsync("s--c--b", "RUNNING");
        await minosd.UntilLoggedAsync("s--c--b is started as its file has it");
        Assert.Contains(minosd["conf/other.cfg"], minosd.MainLog, StringComparison.Ordinal);
        Assert.Equal(pid, await minosd.PidOfAsync("s--c--a"));

        // And a change of its own file is applied all the same.
        await minosd.DeployAsync("stop", "s", "c", "b", new RpcStruct());
        await minosd.UntilStateAsync("s--c--b", "STOPPED");
        Assert.Equal("OK", (await minosd.DeployAsync("start", "s", "c", "b", DeployHost.Config(("http_url", "http://127.0.0.1:2/")))).AsString());
        await minosd.UntilStateAsync("s--c--b", "RUNNING");
        await minosd.DeployAsync("stop", "s", "c", "b", new RpcStruct());
        Assert.Equal("OK", (await minosd.DeployAsync("cleanup", "s", "c", "b", new RpcStruct())).AsString());
        Assert.Equal(RpcFaultCode.BadName, (await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync("show", "s", "c", "b", new RpcStruct()))).Code);
    }

    [Fact]
    public async Task A_file_that_makes_no_sense_is_named_and_the_start_can_be_repeated()
    {
        await using PackageHost packages = await PackageHost.StartAsync();
        await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(Tarball.Make("web-1")), null, default);
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url);
        RpcStruct start = DeployHost.Config(("start.sh", DeployHost.Script));
        Assert.Equal("OK", (await minosd.DeployAsync("bootstrap", "s", "c", "a", DeployHost.Config())).AsString());
        await File.WriteAllTextAsync(minosd["conf/other.cfg"], "what is this\n");
        RpcFault fault = await Assert.ThrowsAsync<RpcFault>(() => minosd.DeployAsync("start", "s", "c", "a", start));
        Assert.Equal(RpcFaultCode.CantReread, fault.Code);
        Assert.Contains(minosd["conf/other.cfg"], fault.Message, StringComparison.Ordinal);
        File.Delete(minosd["conf/other.cfg"]);
        Assert.Equal("OK", (await minosd.DeployAsync("start", "s", "c", "a", start)).AsString());
        await minosd.UntilStateAsync("s--c--a", "RUNNING");
    }
}
