using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Minos.Daemon.Tests.EndToEnd;

namespace Minos.Daemon.Tests.Fleet;

/// <summary>What can be wrong with a host: each is one error that says the phase, and the other host is installed all the same.</summary>
public sealed class SshFaultTests
{
    [SkippableFact]
    public async Task A_wrong_password_and_a_refused_key()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        string groups = File.ReadAllText(hosts.GroupsFile);
        File.WriteAllText(hosts.GroupsFile, groups.Replace("work pass", "wrong", StringComparison.Ordinal).Replace(hosts["id"], hosts["other_key"], StringComparison.Ordinal));
        foreach (string group in (string[])["password", "key"])
        {
            FleetReport host = Assert.Single(FleetReport.Read(await hosts.FleetAsync("status", group, "--json")));
            Assert.StartsWith("Failed Authenticate: the host refused the login", host.Outcome, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong", host.Error, StringComparison.Ordinal);
        }

        // Nobody's password is asked for, and none is left lying about.
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), $"minos-ssh-{Environment.ProcessId}-*"));
    }

    [SkippableFact]
    public async Task Host_keys_that_have_changed_or_are_not_known()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(2);
        string known = File.ReadAllLines(hosts["known_hosts"])[0];
        string other = File.ReadAllText(hosts["other_key.pub"]).Split(' ')[1];
        File.WriteAllText(hosts["known_hosts"], known[..(known.LastIndexOf(" AAAA", StringComparison.Ordinal) + 1)] + other + "\n");
        IReadOnlyList<FleetReport> reports = FleetReport.Read(await hosts.FleetAsync("status", "key", "--json"));
        Assert.StartsWith("Failed HostKey: the host's key is not the one in the known hosts file", reports[0].Outcome, StringComparison.Ordinal);
        Assert.Contains($"ssh-keygen -R [{hosts.Hosts[0].Address}]:{hosts.Port}", reports[0].Error, StringComparison.Ordinal);
        Assert.StartsWith("Failed HostKey: the host's key is not known", reports[1].Outcome, StringComparison.Ordinal);

        // accept-new takes unknown ones, never changed ones.
        hosts.WriteGroups([.. hosts.Hosts.Select(static host => host.Address)], "host_key_policy=accept-new");
        reports = FleetReport.Read(await hosts.FleetAsync("status", "key", "--json"));
        Assert.StartsWith("Failed HostKey:", reports[0].Outcome, StringComparison.Ordinal);
        Assert.StartsWith("Failed Probe: no supervisor is installed", reports[1].Outcome, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(hosts["known_hosts"]).Length);
    }

    [SkippableFact]
    public async Task Hosts_that_do_not_answer_and_names_that_are_not_known()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        using var silent = new TcpListener(IPAddress.Parse("127.0.78.1"), hosts.Port);
        silent.Start();
        hosts.WriteGroups([hosts.Hosts[0].Address, "127.0.78.1", "127.0.78.2", "no-such-host.invalid"]);
        BuiltRelease.Make(hosts["one"], "one");
        Finished finished = await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--connect-timeout", "2", "--json");
        Assert.Equal(1, finished.Status);
        var outcomes = FleetReport.Read(finished).ToDictionary(static host => host.Host, static host => host.Outcome);
        Assert.Equal("Changed", outcomes[hosts.Hosts[0].Address]);
        Assert.StartsWith("Failed Connect: ", outcomes["127.0.78.1"], StringComparison.Ordinal);
        Assert.StartsWith("Failed Connect: nothing answers on the host's ssh port", outcomes["127.0.78.2"], StringComparison.Ordinal);
        Assert.StartsWith("Failed Connect: the host's name is not known", outcomes["no-such-host.invalid"], StringComparison.Ordinal);
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key", "--host", hosts.Hosts[0].Address)).Status);
    }

    [SkippableFact]
    public async Task Directories_that_are_missing_or_cannot_be_written()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(2);
        BuiltRelease.Make(hosts["one"], "one");
        Directory.CreateDirectory(hosts.Hosts[1]["disk1"]);
        hosts.WriteGroups([.. hosts.Hosts.Select(static host => host.Address)], "data_dirs=/home/minos/disk1");
        IReadOnlyList<FleetReport> reports = FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json"));
        Assert.Equal("Failed Probe: data directory missing on the host: /home/minos/disk1", reports[0].Outcome);
        Assert.Equal("Changed", reports[1].Outcome);
        Assert.Contains("data_dirs=/home/minos/disk1\n", File.ReadAllText(hosts.Hosts[1]["root/supervisor/supervisord.conf"]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(hosts.Hosts[0].Home));

        hosts.WriteGroups([hosts.Hosts[0].Address]);
        File.WriteAllText(hosts.GroupsFile, File.ReadAllText(hosts.GroupsFile).Replace("/home/minos/root", "/usr/local/minos", StringComparison.Ordinal));
        FleetReport unwritable = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json")));
        Assert.Equal("Failed Probe: /usr/local is not writable for minos (root_dir=/usr/local/minos)", unwritable.Outcome);

        hosts.WriteGroups([hosts.Hosts[1].Address]);
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
    }

    [SkippableFact]
    public async Task A_full_disk_leaves_what_was_there_and_the_next_run_repairs()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        TestHost host = hosts.Hosts[0];
        BuiltRelease.Make(hosts["one"], "one");
        Directory.CreateDirectory(host["root"]);
        await host.RunAsync("mount", "-t", "tmpfs", "-o", "size=4m,uid=4711", "none", "/home/minos/root");
        FleetReport full = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json")));
        Assert.StartsWith("Failed Upload: ", full.Outcome, StringComparison.Ordinal);
        Assert.Matches(@"\(\d{1,3} KB are free on /home/minos/root\)", full.Error);
        Assert.DoesNotContain(".new.", await host.RunAsync("ls", "-A", "/home/minos/root/supervisor"), StringComparison.Ordinal);

        await host.RunAsync("mount", "-o", "remount,size=300m", "/home/minos/root");
        FleetReport repaired = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json")));
        Assert.Equal("Changed", repaired.Outcome);
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
    }

    [SkippableFact]
    public async Task A_binary_for_another_machine_type_and_one_that_is_none()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        byte[] elf = new byte[64];
        byte[] head = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        head.CopyTo(elf, 0);
        elf[16] = 2;
        elf[18] = 183; // EM_AARCH64
        File.WriteAllBytes(hosts["minosd"], elf);
        FleetReport report = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["minosd"], "--json")));
        Assert.StartsWith("Failed Probe: the host is Linux x86_64, and no minosd for it is at hand (there is one for Linux aarch64", report.Outcome, StringComparison.Ordinal);

        Finished none = await hosts.FleetAsync("install", "key", "--binary", hosts["id"]);
        Assert.Equal(2, none.Status);
        Assert.Contains("is no executable for Linux", none.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_connection_that_is_cut_in_the_middle_of_an_upload()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        TestHost host = hosts.Hosts[0];
        BuiltRelease.Make(hosts["one"], "one", largeBytes: 48 << 20);
        using (host.HoldUploads())
        {
            Task<Finished> install = hosts.FleetAsync("install", "password", "--binary", hosts["one"], "--json");
            await host.UntilUploadBeginsAsync();
            await host.RunAsync("pkill", "-9", "-f", "^sshd: minos");
            FleetReport report = Assert.Single(FleetReport.Read(await install));
            Assert.StartsWith("Failed Upload: the connection broke off", report.Outcome, StringComparison.Ordinal);
        }

        FleetReport repaired = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "password", "--binary", hosts["one"], "--json")));
        Assert.Equal("Changed", repaired.Outcome);
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
    }

    [SkippableFact]
    public async Task A_daemon_that_hangs_is_not_taken_for_a_well_one()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        BuiltRelease.Make(hosts["one"], "one");
        int pid = Assert.NotNull(Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json"))).Pid);
        await hosts.Hosts[0].RunAsync("kill", "-STOP", $"{pid}");
        FleetReport hung = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json")));
        Assert.StartsWith($"Failed Status: minosd, pid {pid}, does not answer", hung.Outcome, StringComparison.Ordinal);

        // The remedy of the message.
        await hosts.Hosts[0].RunAsync("kill", "-9", $"{pid}");
        FleetReport mended = Assert.Single(FleetReport.Read(await hosts.FleetAsync("install", "key", "--binary", hosts["one"], "--json")));
        Assert.Contains(mended.Outcome, (string[])["Changed", "Unchanged"]); // it may have come back by itself
        Assert.Equal(0, (await hosts.FleetAsync("uninstall", "key")).Status);
    }

    [SkippableFact]
    public async Task An_operator_who_interrupts_is_not_kept_waiting()
    {
        await using TestHosts hosts = await TestHosts.StartAsync(1);
        using var silent = new TcpListener(IPAddress.Parse("127.0.78.3"), hosts.Port);
        silent.Start();
        hosts.WriteGroups(["127.0.78.3"]);
        using Process fleet = Commands.Start(Minosd.Binary, "fleet", "start", "--group", "key", "--config", hosts.GroupsFile, "--connect-timeout", "3600");
        using TcpClient ssh = await silent.AcceptTcpClientAsync().WaitAsync(Commands.Deadline);
        Commands.Signal(fleet.Id, "INT");
        await fleet.WaitForExitAsync().WaitAsync(Commands.Deadline);
        Assert.Equal(1, fleet.ExitCode);
        Assert.Contains("Interrupted; not known of: key/127.0.78.3", await fleet.StandardError.ReadToEndAsync(), StringComparison.Ordinal);

        // Its ssh has ended, too.
        Assert.Equal(0, await ReadToEndAsync(ssh.GetStream()).WaitAsync(Commands.Deadline));
    }

    private static async Task<int> ReadToEndAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[512];
        int count;
        do
        {
            try
            {
                count = await stream.ReadAsync(buffer);
            }
            catch (IOException)
            {
                return 0;
            }
        }
        while (count > 0);
        return count;
    }
}
