using Minos.Configuration;
using Minos.Configuration.CommandLine;

namespace Minos.Core.Tests.Configuration;

public sealed class ControlConfigurationTests
{
    [Fact]
    public void Without_a_file_there_are_defaults()
    {
        ControlConfiguration configuration = ControlConfiguration.Read(null);

        Assert.Equal("http://localhost:9001", configuration.ServerUrl);
        Assert.Equal("supervisor", configuration.Prompt);
        Assert.Null(configuration.UserName);
        Assert.Null(configuration.HistoryFile);
        Assert.Null(configuration.File);
    }

    [Fact]
    public void The_section_is_read_and_the_command_line_wins()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisorctl]", "serverurl=unix://%(here)s/../x.sock", "username=u", "password=50%%", "prompt=%(ENV_LOGNAME_X)s", "history_file=~/h",
            "[include]", "files=nothing");

        ControlConfiguration configuration = ControlConfiguration.Read(file.Path, environment: file.Environment);
        ControlConfiguration overridden = ControlConfiguration.Read(
            file.Path, ControlCommandLine.Parse(["-s", "http://other:1", "-u", "v", "-p", "w", "-r", "/r"]), file.Environment);

        Assert.Equal("unix://" + Path.GetFullPath(file.Directory + "/../x.sock"), configuration.ServerUrl);
        Assert.Equal("u", configuration.UserName);
        Assert.Equal("50%", configuration.Password);
        Assert.Equal("lx", configuration.Prompt);
        Assert.Equal("/home/tester/h", configuration.HistoryFile);
        Assert.Equal(file.Path, configuration.File);
        Assert.Equal(("http://other:1", "v", "w", "/r"), (overridden.ServerUrl, overridden.UserName, overridden.Password, overridden.HistoryFile));
    }

    [Theory]
    [InlineData("[supervisord]", ".ini file does not include supervisorctl section")]
    [InlineData("[supervisorctl]\nprompt=%(here)s", "Format string '%(here)s' for 'supervisorctl.prompt' contains names ('here') which cannot be expanded. Available names: ENV_A")]
    [InlineData("[supervisorctl]\n[ctlplugin:x]", "section [ctlplugin:x] does not specify a supervisor.ctl_factory")]
    public void A_wrong_file_has_Supervisors_sentence(string text, string sentence)
    {
        using var file = new ConfigFile(text);
        var environment = new ConfigurationEnvironment(new Dictionary<string, string> { ["A"] = "1" });

        Assert.Equal(sentence, Assert.Throws<ConfigurationException>(() => ControlConfiguration.Read(file.Path, environment: environment)).Message);
    }

    [Fact]
    public void A_missing_file_is_an_error() => Assert.Equal(
        "could not find config file /no/such.conf",
        Assert.Throws<ConfigurationException>(() => ControlConfiguration.Read("/no/such.conf")).Message);

    [Fact]
    public void A_plug_in_is_worth_a_warning()
    {
        using ConfigFile file = ConfigFile.Of("[supervisorctl]", "[ctlplugin:x]", "supervisor.ctl_factory=a:b");

        ConfigurationProblem note = Assert.Single(ControlConfiguration.Read(file.Path, environment: file.Environment).Notes);
        Assert.Equal((ProblemSeverity.Warning, 3), (note.Severity, note.Line));
    }
}
