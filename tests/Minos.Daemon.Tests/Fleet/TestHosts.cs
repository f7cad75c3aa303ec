using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Fleet;

/// <summary>Some hosts, the keys for them, and the file of host groups that names them.</summary>
internal sealed class TestHosts : IAsyncDisposable
{
    private static int s_last = 10;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("minos-hosts-");

    private TestHosts()
    {
    }

    public IReadOnlyList<TestHost> Hosts { get; private set; } = [];

    public int Port { get; } = LoopbackPort.Take();

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Of the group <c>key</c>, which logs in with a key, and of <c>password</c>, which has one.</summary>
    public string GroupsFile => this["deploy_supervisor.cfg"];

    /// <summary>Turns hosts on.</summary>
    public static async Task<TestHosts> StartAsync(int count)
    {
        Requires.That(Environment.UserName == "root", "hosts of their own need root");
        _ = Requires.Program("ssh");
        Requires.That(File.Exists("/usr/sbin/sshd"), "openssh-server is not installed");
        var hosts = new TestHosts();
        try
        {
            // The users of the hosts read their keys in it.
            File.SetUnixFileMode(hosts._folder.FullName, (UnixFileMode)0b111_101_101);
            foreach (string key in (string[])["host_key", "id", "other_key"])
            {
                Assert.Equal(0, (await Commands.RunAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hosts[key])).Status);
            }

            // Each on an address of its own of the loopback network.
            hosts.Hosts = [.. Enumerable.Range(0, count).Select(_ => Interlocked.Increment(ref s_last)).Select(
                number => new TestHost(hosts[$"{number}"], $"127.0.77.{number}", hosts.Port))];
            foreach (TestHost host in hosts.Hosts)
            {
                Directory.CreateDirectory(host.Folder);
                File.Copy(hosts["host_key"], Path.Combine(host.Folder, "host_key"));
                File.Copy(hosts["id.pub"], Path.Combine(host.Folder, "authorized_keys"));
                File.AppendAllText(hosts["known_hosts"], $"[{host.Address}]:{hosts.Port} {File.ReadAllText(hosts["host_key.pub"])}");
            }

            hosts.WriteGroups([.. hosts.Hosts.Select(static host => host.Address)]);
            await Task.WhenAll(hosts.Hosts.Select(static host => host.BootAsync()));
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the file of host groups.</summary>
    /// <param name="addresses">The hosts of both groups.</param>
    /// <param name="more">More lines for both.</param>
    public void WriteGroups(IReadOnlyList<string> addresses, params string[] more)
    {
        string common = string.Join('\n', [
            "user=minos", "root_dir=/home/minos/root", $"port={Port}", $"known_hosts={this["known_hosts"]}", .. more,
            .. addresses.Select(static (address, index) => $"host.{index}={address}")]);
        File.WriteAllText(GroupsFile, $"[key]\nidentity_file={this["id"]}\n{common}\n[password]\npassword=work pass\n{common}\n");
    }

    /// <summary>Runs <c>minosd fleet</c> as an operator would.</summary>
    public Task<Finished> FleetAsync(string verb, string group, params string[] options) =>
        Commands.RunAsync(Minosd.Binary, ["fleet", verb, "--group", group, "--config", GroupsFile, .. options]);

    public async ValueTask DisposeAsync()
    {
        foreach (TestHost host in Hosts)
        {
            await host.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
