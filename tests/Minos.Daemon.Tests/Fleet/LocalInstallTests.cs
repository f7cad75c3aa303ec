using Minos.Daemon.Tests.EndToEnd;
using Minos.Fleet;

namespace Minos.Daemon.Tests.Fleet;

/// <summary>Real supervisors, installed on this machine by the script that installs them on others.</summary>
public class LocalInstallTests
{
    [Fact]
    public async Task It_is_installed_found_unchanged_upgraded_and_removed()
    {
        await using var host = new LocalHost();
        ReleaseCatalog release = host.Release("one");
        HostResult first = await host.InstallAsync(release);
        Assert.Equal("Changed : ", LocalHost.Text(first));
        int daemon = Assert.NotNull(first.Pid);
        int keeper = await host.PidOfAsync("keeper");

        HostResult second = await host.InstallAsync(release);
        Assert.Equal("Unchanged : ", LocalHost.Text(second));
        Assert.Equal((daemon, keeper), (second.Pid, await host.PidOfAsync("keeper")));

        HostResult upgraded = await host.InstallAsync(host.Release("two"));
        Assert.Equal("Changed : ", LocalHost.Text(upgraded));
        Assert.Equal((daemon, keeper), (upgraded.Pid, await host.PidOfAsync("keeper")));
        Assert.NotEqual(first.Release, upgraded.Release);
        Assert.EndsWith($"releases/{upgraded.Release}/minosd", File.ResolveLinkTarget($"/proc/{daemon}/exe", false)!.FullName, StringComparison.Ordinal);

        HostResult status = await host.RunAsync(HostOperation.Status);
        Assert.Equal("Unchanged : ", LocalHost.Text(status));
        Assert.Equal(1, status.States["RUNNING"]);

        HostResult removed = await host.RunAsync(HostOperation.Uninstall);
        Assert.Equal("Changed : ", LocalHost.Text(removed));
        Assert.False(Commands.IsAlive(daemon));
        Assert.False(Commands.IsAlive(keeper));
        Assert.False(Directory.Exists(host.Root));
        Assert.Equal(HostStatus.Unchanged, (await host.RunAsync(HostOperation.Uninstall)).Status);
    }

    [Fact]
    public async Task A_changed_configuration_is_applied_to_the_running_daemon()
    {
        await using var host = new LocalHost();
        ReleaseCatalog release = host.Release("one");
        HostResult first = await host.InstallAsync(release);
        Assert.Equal("Changed : ", LocalHost.Text(first));
        int keeper = await host.PidOfAsync("keeper");

        HostResult second = await host.InstallAsync(release, LocalHost.Configuration("[program:other]\ncommand=/bin/sleep 10000\nstartsecs=0"));
        Assert.Equal("Changed : ", LocalHost.Text(second));
        Assert.Equal((first.Pid, keeper), (second.Pid, await host.PidOfAsync("keeper")));
        Assert.True(Commands.IsAlive(await host.PidOfAsync("other")));
        Assert.Contains("+[program:other]", second.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upgrade_without_a_configuration_leaves_the_one_that_is_there()
    {
        await using var host = new LocalHost();
        HostResult first = await host.InstallAsync(host.Release("one"));
        Assert.Equal("Changed : ", LocalHost.Text(first));
        int keeper = await host.PidOfAsync("keeper");

        using var installer = new HostInstaller(new FleetOptions());
        HostResult upgraded = await installer.InstallAsync(host.Target, new InstallRequest(host.Release("two")));
        Assert.Equal("Changed : ", LocalHost.Text(upgraded));
        Assert.Equal("", upgraded.Difference);
        Assert.Equal((first.Pid, keeper), (upgraded.Pid, await host.PidOfAsync("keeper")));
        HostTarget withData = host.Target with { Group = host.Target.Group with { DataDirectories = [Path.GetTempPath()] } };
        Assert.Equal("Unchanged : ", LocalHost.Text(await installer.InstallAsync(withData, new InstallRequest(ReleaseCatalog.Open(Path.Combine(host.Root, "supervisor/current"))))));
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_used_changes_nothing()
    {
        await using var host = new LocalHost();
        ReleaseCatalog release = host.Release("one");
        HostResult first = await host.InstallAsync(release);
        Assert.Equal("Changed : ", LocalHost.Text(first));
        int keeper = await host.PidOfAsync("keeper");

        HostResult refused = await host.InstallAsync(release, LocalHost.Configuration("[program:other]\ncommand=/bin/sleep 10000\nnumprocs=many"));
        Assert.Equal((HostStatus.Failed, HostPhase.Check), (refused.Status, refused.Phase));
        Assert.Contains("numprocs", refused.Error, StringComparison.Ordinal);

        HostResult again = await host.InstallAsync(release);
        Assert.Equal("Unchanged : ", LocalHost.Text(again));
        Assert.Equal((first.Pid, keeper), (again.Pid, await host.PidOfAsync("keeper")));
    }

    [Fact]
    public async Task It_is_stopped_and_started()
    {
        await using var host = new LocalHost();
        HostResult first = await host.InstallAsync(host.Release("one"));
        Assert.Equal("Changed : ", LocalHost.Text(first));
        int daemon = Assert.NotNull(first.Pid);

        Assert.Equal("Changed : ", LocalHost.Text(await host.RunAsync(HostOperation.Stop)));
        Assert.False(Commands.IsAlive(daemon));
        Assert.Equal("Unchanged : ", LocalHost.Text(await host.RunAsync(HostOperation.Stop)));

        HostResult started = await host.RunAsync(HostOperation.Start);
        Assert.Equal("Changed : ", LocalHost.Text(started));
        Assert.True(Commands.IsAlive(await host.PidOfAsync("keeper")));
        Assert.Equal("Unchanged : ", LocalHost.Text(await host.RunAsync(HostOperation.Start)));

        HostResult restarted = await host.RunAsync(HostOperation.Restart);
        Assert.Equal("Changed : ", LocalHost.Text(restarted));
        Assert.NotEqual(started.Pid, restarted.Pid);
    }
}
