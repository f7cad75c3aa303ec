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
            """);
        IReadOnlyList<ConfigurationProblem> problems = Assert.Throws<ConfigurationException>(() => HostGroupReader.Read(file)).Problems;
        Assert.Equal(
            [("a", "host.x", 4), ("a", "root_dir", 2), ("b", "host.1", 6), ("b", "root_dir", 5), ("c", null, 7), ("c", "port", 9)],
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
