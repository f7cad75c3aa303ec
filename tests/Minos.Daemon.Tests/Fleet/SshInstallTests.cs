using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Fleet;

/// <summary><c>minosd fleet</c> over ssh, on hosts with real sshds.</summary>
public sealed class SshInstallTests
{
    [SkippableTheory]
    [InlineData("key")]
    [InlineData("password")]
    public async Task Six_hosts_are_installed_found_unchanged_upgraded_and_left_as_they_were(string group)
    {
        await using TestHosts hosts = await TestHosts.StartAsync(6);
        BuiltRelease.Make(hosts["one"], "one");
        BuiltRelease.Make(hosts["two"], "two");
        File.WriteAllText(hosts["conf"], LocalHost.Configuration());
        Task<Finished> InstallAsync(string release, params string[] options) =>
            hosts.FleetAsync("install", group, ["--supervisord-conf", hosts["conf"], "--binary", hosts[release], "--json", .. options]);

        IReadOnlyList<FleetReport> planned = FleetReport.Read(await InstallAsync("one", "--what-if"));
        Assert.All(planned, static host => Assert.Equal("Changed", host.Outcome));
        Assert.All(hosts.Hosts, static host => Assert.Empty(Directory.GetFileSystemEntries(host.Home)));

        Finished first = await InstallAsync("one");
        IReadOnlyList<FleetReport> installed = FleetReport.Read(first);
        Assert.Equal((0, 6), (first.Status, installed.Count));
        Assert.All(installed, static host => Assert.Equal("Changed", host.Outcome));
        string[] keepers = await KeepersAsync();
        Assert.Equal(6, keepers.Length);

        IReadOnlyList<FleetReport> again = FleetReport.Read(await InstallAsync("one"));
        Assert.All(again, static host => Assert.Equal("Unchanged", host.Outcome));
        Assert.Equal(installed.Select(static host => host.Pid), again.Select(static host => host.Pid));

        // One is dead, the others are upgraded; its programs and the daemon's id stay.
        await hosts.Hosts[3].CutPowerAsync();
        Finished upgrade = await InstallAsync("two");
        IReadOnlyList<FleetReport> upgraded = FleetReport.Read(upgrade);
        Assert.Equal((1, 6), (upgrade.Status, upgraded.Count));
        Assert.StartsWith("Failed Connect: nothing answers on the host's ssh port", upgraded[3].Outcome, StringComparison.Ordinal);
        foreach (int index in (int[])[0, 1, 2, 4, 5])
        {
            Assert.Equal("Changed", upgraded[index].Outcome);
            Assert.Equal(installed[index].Pid, upgraded[index].Pid);
            Assert.NotEqual(installed[index].Release, upgraded[index].Release);
        }

        Assert.Equal(keepers.Where(static (_, index) => index != 3), await KeepersAsync());
        await hosts.Hosts[3].BootAsync();
        IReadOnlyList<FleetReport> repaired = FleetReport.Read(await InstallAsync("two"));
        Assert.Equal(["Unchanged", "Unchanged", "Unchanged", "Changed", "Unchanged", "Unchanged"], repaired.Select(static host => host.Outcome));

        IReadOnlyList<FleetReport> removed = FleetReport.Read(await hosts.FleetAsync("uninstall", group, "--json"));
        Assert.All(removed, static host => Assert.Equal("Changed", host.Outcome));
        foreach (TestHost host in hosts.Hosts)
        {
            Assert.Empty(Directory.GetFileSystemEntries(host.Home));
            Assert.DoesNotContain("minosd", await host.RunAsync("ps", "-e", "-o", "args"), StringComparison.Ordinal);
            Assert.DoesNotContain("sleep 10000", await host.RunAsync("ps", "-e", "-o", "args"), StringComparison.Ordinal);
        }

        // Through ssh, since no port is open.
        async Task<string[]> KeepersAsync() => [.. (await hosts.FleetAsync("processes", group)).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(", uptime")[0])];
    }

    [SkippableFact]
    public async Task A_power_cut_in_the_middle_of_an_upload_is_repaired_by_the_next_run()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(2);
        BuiltRelease.Make(hosts["one"], "one", largeBytes: 48 << 20);
        string supervisor = hosts.Hosts[0]["root/supervisor"];
        Task<Finished> install;
        using (hosts.Hosts[0].HoldUploads())
        {
            install = hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json");
            await hosts.Hosts[0].UntilUploadBeginsAsync();
            await hosts.Hosts[0].CutPowerAsync();
        }

        IReadOnlyList<FleetReport> broken = FleetReport.Read(await install);
        Assert.StartsWith("Failed Upload: the connection broke off", broken[0].Outcome, StringComparison.Ordinal);
        Assert.Equal("Changed", broken[1].Outcome);
        Assert.False(File.Exists(Path.Combine(supervisor, "current")));

        await hosts.Hosts[0].BootAsync();
        IReadOnlyList<FleetReport> repaired = FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json"));
        Assert.Equal(["Changed", "Unchanged"], repaired.Select(static host => host.Outcome));
        Assert.Empty(Directory.GetFileSystemEntries(supervisor, ".new.*"));
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
    }
}
