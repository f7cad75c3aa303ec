using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Fleet;

/// <summary>Batches, their gate on the programs' states, rolling back, and two operators at once.</summary>
public sealed class RolloutTests
{
    private const string Failing = "[program:broken]\ncommand=/bin/false\nstartretries=0\n";

    [SkippableFact]
    public async Task A_release_that_does_not_come_up_is_rolled_back()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        BuiltRelease.Make(hosts["good"], "good");
        FleetReport first = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["good"], "--json")));
        Assert.Equal("Changed", first.Outcome);

        // An executable that says yes to everything and supervises nothing.
        Directory.CreateDirectory(hosts["bad"]);
        File.Copy("/bin/true", Path.Combine(hosts["bad"], "minosd"));
        FleetReport bad = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", Path.Combine(hosts["bad"], "minosd"), "--json")));
        Assert.StartsWith("Failed Apply: ", bad.Outcome, StringComparison.Ordinal);
        Assert.EndsWith($"(rolled back to {first.Release[..12]})", bad.Error, StringComparison.Ordinal);

        FleetReport again = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["good"], "--json")));
        Assert.Equal(("Unchanged", first.Pid), (again.Outcome, again.Pid));

        // With the daemon stopped, too: then the one before is started again.
        Assert.Equal(0, (await hosts.FleetAsync("stop", "key")).Status);
        bad = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", Path.Combine(hosts["bad"], "minosd"), "--json")));
        Assert.StartsWith("Failed Start: ", bad.Outcome, StringComparison.Ordinal);
        FleetReport stopped = Assert.Single(FleetReport.Read(await hosts.FleetAsync("status", "key", "--json")));
        Assert.Equal(("Unchanged", null, first.Release), (stopped.Outcome, stopped.Pid, stopped.Release));
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
        Assert.Empty(Directory.GetFileSystemEntries(hosts.Hosts[0].Home));
    }

    [SkippableFact]
    public async Task The_first_batch_that_is_not_healthy_is_rolled_back_and_ends_the_rollout()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(3);
        BuiltRelease.Make(hosts["one"], "one");
        File.WriteAllText(hosts["good"], LocalHost.Configuration());
        File.WriteAllText(hosts["bad"], LocalHost.Configuration(Failing));
        Task<Finished> InstallAsync(string configuration, params string[] options) => hosts.FleetAsync(
            "install", "key", ["--supervisord-conf", hosts[configuration], "--binary", hosts["one"], "--batch-size", "1,50%", "--json", .. options]);
        IReadOnlyList<FleetReport> first = FleetReport.Read(await InstallAsync("good"));
        Assert.All(first, static host => Assert.Equal("Changed", host.Outcome));

        Finished second = await InstallAsync("bad");
        Assert.Equal(1, second.Status);
        IReadOnlyList<FleetReport> reports = FleetReport.Read(second);
        Assert.Equal($"Failed Apply: not healthy: broken is FATAL (rolled back to {first[0].Release[..12]})", reports[0].Outcome);
        Assert.All(reports.Skip(1), static host => Assert.Equal("Skipped : not begun, since too many hosts have failed", host.Outcome));
        Assert.Equal(3, (await hosts.FleetAsync("processes", "key")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(static line => line.Contains(" keeper ", StringComparison.Ordinal)));
        Assert.Equal(0, (await InstallAsync("good")).Status);

        // As many failures as are allowed.
        reports = FleetReport.Read(await InstallAsync("bad", "--max-failure", "34%"));
        Assert.Equal(["Failed", "Failed", "Skipped"], reports.Select(static host => host.Status));
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
    }

    [SkippableFact]
    public async Task Two_operators_at_once_do_not_mix()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        BuiltRelease.Make(hosts["one"], "one", largeBytes: 48 << 20);
        BuiltRelease.Make(hosts["two"], "two");
        Task<Finished> one;
        using (hosts.Hosts[0].HoldUploads())
        {
            one = hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json");
            await hosts.Hosts[0].UntilUploadBeginsAsync();
            FleetReport second = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["two"], "--json")));
            Assert.StartsWith($"Failed Lock: another operation is under way: {Environment.UserName}@", second.Outcome, StringComparison.Ordinal);
        }

        FleetReport first = Assert.Single(FleetReport.Read(await one));
        Assert.Equal("Changed", first.Outcome);
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
    }

    [SkippableFact]
    public async Task It_is_started_with_the_host_when_asked_for()
    {
        _ = Requires.Program("crontab");
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        BuiltRelease.Make(hosts["one"], "one");
        await hosts.Hosts[0].RunAsync("sh", "-c", "echo '5 5 * * * true' | crontab -u minos -");
        FleetReport first = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--startup", "cron", "--json")));
        Assert.Contains("Created crontab", first.Changes, StringComparison.Ordinal);
        FleetReport second = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--startup", "cron", "--json")));
        Assert.Equal("Unchanged", second.Outcome);
        string[] table = (await hosts.Hosts[0].RunAsync("crontab", "-u", "minos", "-l")).Split('\n');
        Assert.Equal(2, table.Length);

        // After a power cut that line starts it.
        await hosts.Hosts[0].CutPowerAsync();
        await hosts.Hosts[0].BootAsync();
        string command = table.Single(static line => line.StartsWith("@reboot ", StringComparison.Ordinal))["@reboot ".Length..];
        await hosts.Hosts[0].RunAsync("su", "minos", "-c", $"DOTNET_ROOT={Path.GetDirectoryName(Environment.ProcessPath)} {command}");
        FleetReport booted = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json")));
        Assert.Equal("Unchanged", booted.Outcome);

        Finished refused = await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--startup", "systemd", "--json");
        Assert.StartsWith("Failed Apply: a systemd unit needs root", Assert.Single(FleetReport.Read(refused)).Outcome, StringComparison.Ordinal);
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
        Assert.Equal("5 5 * * * true", await hosts.Hosts[0].RunAsync("crontab", "-u", "minos", "-l"));
    }
}
