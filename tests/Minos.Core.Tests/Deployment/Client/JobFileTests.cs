using Minos.Configuration;
using Minos.Deployment.Client;
using Minos.Fleet;
using Minos.Tests;

namespace Minos.Core.Tests.Deployment.Client;

/// <summary>Job files: what they say, and what is said about wrong ones.</summary>
public sealed class JobFileTests : IDisposable
{
    private static readonly HostGroup[] s_groups =
    [
        new() { Name = "group_1", RootDirectory = "/r", Hosts = [new(0, "10.0.0.1"), new(1, "10.0.0.2"), new(5, "fe80::1")] },
        new() { Name = "local", RootDirectory = "/r", Hosts = [new(0, "localhost")] },
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("minos-jobs-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("web", 1)]
    [InlineData("trio", 3)]
    public void The_samples_are_right(string name, int tasks)
    {
        var notes = new List<ConfigurationProblem>();
        JobFile file = JobFileReader.Read(
            Repository.Path($"config/jobs/{name}.cfg"), HostGroupReader.Read(Repository.Path("config/deploy_supervisor.cfg")), notes);
        Assert.Empty(notes);
        Assert.Equal(name, file.Artifact);
        Assert.Equal(tasks, file.Tasks.Count);
        Assert.True(Directory.Exists(Repository.Path($"config/jobs/packages/{name}-1.0")));
    }

    [Fact]
    public void Tasks_are_numbered_over_hosts_and_instances()
    {
        JobFile file = Read("""
            [service]
            service=s
            cluster=c
            artifact=a
            [job:node]
            hosts=group_1/5, group_1/10.0.0.1, local
            instances=2
            base_port=100
            start_script=start.sh
            [job:one]
            hosts=group_1
            start_script=start.sh
            """);
        Assert.Equal(
            ["node/0 on fe80::1", "node/1 on fe80::1", "node/2 on 10.0.0.1", "node/3 on 10.0.0.1", "node/4 on localhost", "node/5 on localhost", "one/0 on 10.0.0.1", "one/1 on 10.0.0.2", "one/2 on fe80::1"],
            file.Tasks.Select(static t => t.ToString()));
        Assert.Equal(["s--c--node0", "s--c--node1"], file.Tasks.Take(2).Select(static t => t.Name.ProcessName));
        Assert.Equal(["[fe80::1]:100", "[fe80::1]:110", "10.0.0.1:100"], file.Tasks.Take(3).Select(static t => t.Endpoint));
        Assert.Equal("s--c--one", file.Tasks[6].Name.ProcessName);
        Assert.Null(file.Tasks[6].Port);
    }

    [Theory]
    [InlineData("a %(x)s b", "a 1 b")]
    [InlineData("date +%F %% 50%", "date +%F %% 50%")]
    [InlineData("%%(x)s", "%(x)s")]
    [InlineData("%(x)d%(peers.a-b)s", "12")]
    [InlineData("printf '%(%F)T' %(x", "printf '%(%F)T' %(x")]
    [InlineData("%()s %(x)q %(x)", "%()s %(x)q %(x)")]
    public void Expressions_are_replaced_and_other_percent_signs_are_left(string text, string expanded) =>
        Assert.Equal(expanded, new JobTemplate("f", 1, text).Expand(new Dictionary<string, string> { ["x"] = "1", ["peers.a-b"] = "2" }));

    [Theory]
    [InlineData("cluster=c", "clustr=c", 3, "unknown key clustr (did you mean cluster?)")]
    [InlineData("cluster=c", "", 1, "cluster is missing")]
    [InlineData("cluster=c", "cluster=../c", 3, "'../c' is not allowed")]
    [InlineData("artifact=a", "artifact=a\nrevision=r1", 1, "all three, or none of them")]
    [InlineData("hosts=group_1", "hosts=group_2", 6, "there is no host group group_2 (did you mean group_1?)")]
    [InlineData("hosts=group_1", "hosts=group_1/7", 6, "host group group_1 has no host 7")]
    [InlineData("hosts=group_1", "hosts=", 6, "job web has no hosts")]
    [InlineData("base_port=100", "base_port=70000", 7, "'70000' is not such a number (1 to 65535)")]
    [InlineData("start_script=start.sh", "start_script=none.sh", 8, "cannot read none.sh")]
    [InlineData("start_script=start.sh", "", 5, "start_script is missing")]
    [InlineData("start_script=start.sh", "start_script=start.sh\nhttp_url=http://%(hst)s/", 9, "%(hst)s cannot be expanded")]
    [InlineData("start_script=start.sh", "start_script=start.sh\nconfig_files=run.cfg:start.sh", 9, "'run.cfg' is not allowed as the name of a file")]
    [InlineData("start_script=start.sh", "start_script=start.sh\ndata_dir_indexes=x", 9, "'x' is not a list of numbers")]
    [InlineData("[job:web]", "[jobs:web]", 5, "unknown section [jobs:web]")]
    [InlineData("[job:web]", "[job:a b]", 5, "the job's name 'a b' is not allowed")]
    [InlineData("[service]", "[servce]", 0, "the file has no section [service]")]
    public void What_is_wrong_is_told_with_its_line(string right, string wrong, int line, string message)
    {
        const string Text = """
            [service]
            service=s
            cluster=c
            artifact=a
            [job:web]
            hosts=group_1
            base_port=100
            start_script=start.sh
            """;
        Assert.Equal(3, Read(Text).Tasks.Count);
        var exception = Assert.Throws<ConfigurationException>(() => Read(Text.Replace(right, wrong, StringComparison.Ordinal)));
        string place = Path.Combine(_directory, "job.cfg") + (line == 0 ? ": " : $":{line}: ");
        Assert.Contains(exception.Problems, p => p.ToString().StartsWith(place, StringComparison.Ordinal) && p.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_script_names_wrongly_is_told_with_the_scripts_line()
    {
        File.WriteAllText(Path.Combine(_directory, "wrong.sh"), "#!/bin/sh\nrun %(host)s\nrun %(port)s %(prt)s\n");
        var exception = Assert.Throws<ConfigurationException>(() => Read("""
            [service]
            service=s
            cluster=c
            artifact=a
            [job:web]
            hosts=group_1
            base_port=1
            start_script=wrong.sh
            """));
        Assert.StartsWith(Path.Combine(_directory, "wrong.sh:3: %(prt)s cannot be expanded"), Assert.Single(exception.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_of_one_name_on_a_host_are_told()
    {
        var exception = Assert.Throws<ConfigurationException>(() => Read("""
            [service]
            service=s
            cluster=c
            artifact=a
            [job:dn]
            hosts=group_1
            instances=2
            start_script=start.sh
            [job:dn1]
            hosts=group_1/0
            start_script=start.sh
            """));
        Assert.Contains("have the same name on 10.0.0.1: s--c--dn1", Assert.Single(exception.Problems).Message, StringComparison.Ordinal);
    }

    private JobFile Read(string text)
    {
        File.WriteAllText(Path.Combine(_directory, "start.sh"), "#!/bin/sh\n");
        File.WriteAllText(Path.Combine(_directory, "job.cfg"), text);
        return JobFileReader.Read(Path.Combine(_directory, "job.cfg"), s_groups);
    }
}
