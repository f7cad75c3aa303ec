using System.Diagnostics;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>Downloads and scripts that take their time, and supervision beside them.</summary>
public sealed class SlowServerTests
{
    private const int Answers = 200;

    [Fact]
    public async Task A_byte_a_second_and_a_script_that_waits_delay_no_supervision()
    {
        byte[] tarball = Tarball.Make("slow-1");
        int sent = 0;
        var release = new TaskCompletionSource();
        var faulty = new FaultyServer(async (context, _, stopping) =>
        {
            context.Response.ContentLength = tarball.Length;
            while (sent < tarball.Length && !release.Task.IsCompleted)
            {
                await context.Response.Body.WriteAsync(tarball.AsMemory(sent, 1), stopping);
                await context.Response.Body.FlushAsync(stopping);
                sent++;
                await Task.WhenAny(release.Task, Task.Delay(1000, stopping));
            }

            await context.Response.Body.WriteAsync(tarball.AsMemory(sent), stopping);
            return true;
        });
        faulty.IsOn = false;
        await using PackageHost packages = await PackageHost.StartAsync(faulty);
        await packages.Store.AddAsync("web", "r1", "web-1.tar.gz", new MemoryStream(Tarball.Make("web-1")), null, default);
        await packages.Store.AddAsync("slow", "r1", "slow-1.tar.gz", new MemoryStream(tarball), null, default);
        await using Minosd minosd = await DeployHost.StartAsync(packages.Url, """
            [program:other]
            command=/bin/sleep 1000
            """);
        await minosd.UntilStateAsync("other", "RUNNING");

        Task<RpcValue> script = minosd.DeployAsync("bootstrap", "s", "c", "script", DeployHost.Config(("bootstrap.sh", "touch waits; until [ -e go ]; do sleep 0.1; done\n")));
        await Commands.UntilAsync(() => File.Exists(minosd["app/s/c/script/waits"]), "the script waits");
        faulty.IsOn = true;
        Task<RpcValue> download = minosd.DeployAsync("bootstrap", "s", "c", "slow", DeployHost.Config(("artifact", "slow")));
        await Commands.UntilAsync(() => sent > 1, "the package comes byte by byte");

        var times = new List<TimeSpan>();
        for (int i = 0; i < Answers; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal("RUNNING", (await minosd.InfoAsync("other"))["statename"].AsString());
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        int pid = await minosd.PidOfAsync("other");
        Commands.Signal(pid, "KILL");
        await Commands.UntilAsync(async () => await minosd.PidOfAsync("other") is > 0 and int next && next != pid, () => "it is restarted");
        await minosd.CallAsync("stopProcess", "other");
        await minosd.CallAsync("startProcess", "other");

        // All that was while both were under way.
        Assert.False(script.IsCompleted);
        Assert.False(download.IsCompleted);
        Assert.InRange(sent, 1, tarball.Length - 1);
        if (Environment.GetEnvironmentVariable("MINOS_TEST_LONG") == "1")
        {
            // Only by hand, on a machine that has nothing else to do.
            times.Sort();
            Assert.True(times[Answers * 99 / 100] < TimeSpan.FromMilliseconds(20), $"median {times[Answers / 2]}, 99 of 100 {times[Answers * 99 / 100]}");
        }

        await File.WriteAllTextAsync(minosd["app/s/c/script/go"], "");
        release.SetResult();
        Assert.Equal("OK", (await script).AsString());
        Assert.Equal("OK", (await download).AsString());
    }
}
