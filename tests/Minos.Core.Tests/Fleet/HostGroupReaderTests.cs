using Minos.Configuration;
using Minos.Fleet;
using Minos.Tests;

namespace Minos.Core.Tests.Fleet;

public sealed class HostGroupReaderTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("minos-fleet-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Reads_the_groups_of_the_original_file()
    {
        HostGroup group = Assert.Single(HostGroupReader.Read(Write("""
            [group_1]
            ; The remote user
            user=work

            ; The remote user's password
            password=work
            root_dir=/home/work/data
            data_dirs=/home/work/data1, /home/work/data2

            host.10=10.0.3.107
            host.0=10.0.3.105
            host.1=10.0.3.106
            """)));
        Assert.Equal("group_1", group.Name);
        Assert.Equal("work", group.User);
        Assert.Equal("work", group.Password);
        Assert.Equal("/home/work/data", group.RootDirectory);
        Assert.Equal(["/home/work/data1", "/home/work/data2"], group.DataDirectories);
        Assert.Equal([new FleetHost(0, "10.0.3.105"), new FleetHost(1, "10.0.3.106"), new FleetHost(10, "10.0.3.107")], group.Hosts);
        Assert.DoesNotContain("password", group.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_sample_has_a_local_group_below_the_repository()
    {
        string sample = Repository.Path("config/deploy_supervisor.cfg");
        HostGroup local = Assert.Single(HostGroupReader.Read(sample));
        Assert.Equal("local", local.Name);
        Assert.Equal(Repository.Path(".minos/local"), local.RootDirectory);
        Assert.Equal([Repository.Path(".minos/local/data")], local.DataDirectories);
        Assert.True(Assert.Single(local.Hosts).IsLocal);
    }

    [Fact]
    public void Finds_every_problem_with_its_line()
    {
        string file = Write("""
            [a]
            root_dir=relative
            host.0=10.0.0.1
            host.x=10.0.0.2
            [b]
            host.1=-oProxyCommand=reboot
            [c]
            root_dir=/r
            port=0
            transport=telnet
            """);
        IReadOnlyList<ConfigurationProblem> problems = Assert.Throws<ConfigurationException>(() => HostGroupReader.Read(file)).Problems;
        Assert.Equal(
            [("a", "host.x", 4), ("a", "root_dir", 2), ("b", "host.1", 6), ("b", "root_dir", 5), ("c", null, 7), ("c", "port", 9), ("c", "transport", 10)],
            problems.Select(static problem => (problem.Section, problem.Key, problem.Line)));
        Assert.All(problems, problem => Assert.Equal(file, problem.File));
    }

    [Fact]
    public void An_address_in_two_keys_is_an_error()
    {
        string file = Write("""
            [a]
            root_dir=/r
            host.0=10.0.0.1
            host.1=10.0.0.1
            """);
        Assert.Contains("occurs twice", Assert.Throws<ConfigurationException>(() => HostGroupReader.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_the_keys_that_the_original_lacks()
    {
        HostGroup group = Assert.Single(HostGroupReader.Read(Write("""
            [a]
            root_dir=/r
            port=2222
            identity_file=/keys/id
            proxy_jump=ops@gate:22
            known_hosts=/keys/known_hosts
            host_key_policy=accept-new
            transport=local
            rpc_port=9002
            host.0=h
            """)));
        Assert.Equal((2222, 9002), (group.Port, group.RpcPort));
        Assert.Equal(("/keys/id", "/keys/known_hosts", "ops@gate:22"), (group.IdentityFile, group.KnownHostsFile, group.ProxyJump));
        Assert.Equal((HostKeyPolicy.AcceptNew, HostTransport.Local), (group.HostKeyPolicy, group.Transport));
    }

    [Fact]
    public void A_range_is_many_hosts_with_numbers_that_go_on()
    {
        HostGroup group = Assert.Single(HostGroupReader.Read(Write("""
            [a]
            root_dir=/r
            host.3=web[08-10].example.com
            host.0=db
            """)));
        Assert.Equal(
            [new FleetHost(0, "db"), new(3, "web08.example.com"), new(4, "web09.example.com"), new(5, "web10.example.com")],
            group.Hosts);
    }

    [Theory]
    [InlineData("web[1-")]
    [InlineData("web[3-1]")]
    [InlineData("web[a-b]")]
    [InlineData("web1-3]")]
    [InlineData("web[0-99999]")]
    [InlineData("web[0-9999][0-9999]")]
    public void A_range_that_is_none_is_an_error(string value) =>
        Assert.Contains("is not a host", Assert.Throws<ConfigurationException>(() => HostGroupReader.Read(Write($"[a]\nroot_dir=/r\nhost.0={value}\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_numbers_of_a_range_do_not_run_over() =>
        Assert.Contains(
            "too great", Assert.Throws<ConfigurationException>(() => HostGroupReader.Read(Write("[a]\nroot_dir=/r\nhost.2147483647=web[1-2]\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_number_within_a_range_is_taken()
    {
        string file = Write("""
            [a]
            root_dir=/r
            host.0=web[1-3]
            host.2=db
            """);
        ConfigurationProblem problem = Assert.Single(Assert.Throws<ConfigurationException>(() => HostGroupReader.Read(file)).Problems);
        Assert.Equal(("host.2", 4), (problem.Key, problem.Line));
    }

    [Fact]
    public void Names_choose_groups_and_hosts_and_unknown_ones_say_what_is_near()
    {
        IReadOnlyList<HostGroup> groups = HostGroupReader.Read(Write("""
            [web]
            root_dir=/r
            host.0=web[1-3]
            [db]
            root_dir=/r
            host.0=db1
            """));
        Assert.Equal(["web/web1", "web/web2", "web/web3", "db/db1"], HostSelection.Select(groups, [], []).Select(static target => target.ToString()));
        Assert.Equal(["web/web2"], HostSelection.Select(groups, ["WEB"], ["web2"]).Select(static target => target.ToString()));
        Assert.Equal(["web/web1", "db/db1"], HostSelection.Select(groups, [], ["*1"]).Select(static target => target.ToString()));
        Assert.Equal("There is no host group 'wep'. Did you mean 'web'?", Assert.Throws<HostSelectionException>(() => HostSelection.Select(groups, ["wep"], [])).Message);
        Assert.Equal(
            "There is no host 'db1' in the host groups. There are: web1, web2, web3.",
            Assert.Throws<HostSelectionException>(() => HostSelection.Select(groups, ["web"], ["db1"])).Message);
    }

    [Fact]
    public void Misspelt_keys_and_passwords_are_noted()
    {
        var notes = new List<ConfigurationProblem>();
        HostGroupReader.Read(
            Write("""
                [a]
                rootdir=/x
                root_dir=/r
                password=secret
                host.0=a
                """),
            notes);
        Assert.Equal(["rootdir", "password"], notes.Select(static note => note.Key));
        Assert.Contains("root_dir", notes[0].Remedy, StringComparison.Ordinal);
        Assert.All(notes, static note => Assert.DoesNotContain("secret", note.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_missing_or_empty_is_one_error()
    {
        string missing = Path.Combine(_directory.FullName, "none.cfg");
        Assert.Single(Assert.Throws<ConfigurationException>(() => HostGroupReader.Read(missing)).Problems);
        Assert.Single(Assert.Throws<ConfigurationException>(() => HostGroupReader.Read(Write(""))).Problems);
    }

    private string Write(string text)
    {
        string file = Path.Combine(_directory.FullName, "deploy_supervisor.cfg");
        File.WriteAllText(file, text);
        return file;
    }
}
