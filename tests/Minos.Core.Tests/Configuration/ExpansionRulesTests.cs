using System.Net;
using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

/// <summary>Which names may be used in which keys, and how often a value is expanded.</summary>
public sealed class ExpansionRulesTests
{
    [Fact]
    public void A_command_may_use_every_name()
    {
        using ConfigFile file = ConfigFile.Program(
            "command=/bin/cat %(ENV_LOGNAME_X)s %(here)s %(program_name)s %(group_name)s %(host_node_name)s %(process_num)02d %(numprocs)d %(ENV_PCT)s");

        Assert.Equal($"/bin/cat lx {file.Directory} a a {Dns.GetHostName()} 00 1 50%", file.Process().Command);
    }

    [Fact]
    public void Processes_are_numbered_from_numprocs_start()
    {
        using ConfigFile file = ConfigFile.Program(
            "command=/bin/cat %(process_num)d/%(numprocs)d", "numprocs=3", "numprocs_start=5", "process_name=%(program_name)s_%(process_num)02d");

        Assert.Equal(
            [("a_05", "/bin/cat 5/3"), ("a_06", "/bin/cat 6/3"), ("a_07", "/bin/cat 7/3")],
            Assert.Single(file.Read().Groups).Processes.Select(p => (p.Name, p.Command)));
    }

    [Fact]
    public void Variables_of_the_daemon_and_of_the_program_can_be_used()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "environment=A=\"1\",B=\"2\",P=\"50%%\",H=%(host_node_name)s", "[program:a]",
            "environment=B=\"3\",C=\"%(ENV_A)s-%(process_num)d-%(program_name)s\"", "command=/bin/cat %(ENV_A)s %(ENV_C)s",
            "directory=/tmp/%(ENV_C)s");

        ProcessSettings process = file.Process();

        Assert.Equal("/bin/cat 1 1-0-a", process.Command);
        Assert.Equal("/tmp/1-0-a", process.Directory);
        Assert.Equal(
            [new("A", "1"), new("B", "3"), new("C", "1-0-a"), new("H", Dns.GetHostName()), new("P", "50%")], process.Environment);
    }

    [Theory]
    [InlineData("[program:a]\ncommand=x\npriority=%(process_num)d", "program:a.priority", "process_num")]
    [InlineData("[program:a]\ncommand=x\npriority=%(program_name)s", "program:a.priority", "program_name")]
    [InlineData("[inet_http_server]\nport=127.0.0.1:1\nusername=%(here)s\npassword=x", "inet_http_server.username", "here")]
    [InlineData("[unix_http_server]\nfile=%(host_node_name)s", "unix_http_server.file", "host_node_name")]
    [InlineData("[group:g]\nprograms=%(group_name)s", "group:g.programs", "group_name")]
    [InlineData("[rpcinterface:x]\nsupervisor.rpcinterface_factory=%(here)s", "rpcinterface:x.supervisor.rpcinterface_factory", "here")]
    [InlineData("[fcgi-program:f]\ncommand=x\nsocket=unix:///%(process_num)d", "fcgi-program:f.socket", "process_num")]
    [InlineData("[eventlistener:e]\ncommand=x\nevents=%(program_name)s", "eventlistener:e.events", "program_name")]
    [InlineData("identifier=%(host_node_name)s", "supervisord.identifier", "host_node_name")]
    public void A_name_that_a_key_does_not_know_is_an_error(string lines, string key, string name)
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", lines);

        string message = file.Fails().Message;

        Assert.Contains($"for '{key}' contains names ('{name}') which cannot be expanded. Available names: ENV_HOME, ENV_LOGNAME_X", message, StringComparison.Ordinal);
        Assert.DoesNotContain("in section", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stdout_capture_maxbytes=%(process_num)d", "program:a.stdout_capture_maxbytes")]
    [InlineData("environment=A=%(nope)s", "environment")]
    [InlineData("process_name=%(nope)s", "process_name")]
    [InlineData("stdout_logfile=%%(nope)s", "stdout_logfile")]
    [InlineData("stdout_logfile=%(nope)s", "program:a.stdout_logfile")]
    public void Errors_of_a_program_name_its_section_and_file(string line, string key)
    {
        using ConfigFile file = ConfigFile.Program("command=x", line);

        string message = file.Fails().Message;

        Assert.Contains($" for '{key}' contains names (", message, StringComparison.Ordinal);
        Assert.EndsWith($" in section 'program:a' (file: '{file.Path}')", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_percent_sign_is_an_error_in_every_key()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[unix_http_server]", "file=x", "username=u", "password=a%b");

        ConfigurationException exception = file.Fails();

        Assert.Equal(
            "Format string 'a%b' for 'unix_http_server.password' is badly formatted: unsupported format character 'b' (0x62) at index 2",
            exception.Message);
        Assert.Contains("%%", exception.Problems[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_of_a_group_may_use_program_names_in_its_priority()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[program:7]", "command=x", "priority=%(program_name)s", "[group:g]", "programs=7");

        Assert.Equal(7, file.Process().Priority);
    }
}
