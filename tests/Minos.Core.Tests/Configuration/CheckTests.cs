using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

public sealed class CheckTests
{
    [Fact]
    public void One_pass_finds_every_problem_with_its_place_and_remedy()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "minfds=x", "loglevel=loud", "[program:a]", "command=x", "startsecs=x", "stopsignal=FOO", "[program:b]",
            "autostart=perhaps", "comand=x", "[inet_http_server]", "port=foo");

        CheckResult result = file.Check();

        Assert.Equal(
            [
                (ProblemSeverity.Error, "minfds", 2), (ProblemSeverity.Error, "loglevel", 3), (ProblemSeverity.Error, "startsecs", 6),
                (ProblemSeverity.Error, "stopsignal", 7), (ProblemSeverity.Error, "autostart", 9), (ProblemSeverity.Error, "command", 8),
                (ProblemSeverity.Error, "port", 12), (ProblemSeverity.Warning, "comand", 10),
            ],
            result.Problems.Select(p => (p.Severity, p.Key!, p.Line)));
        Assert.All(result.Problems, p =>
        {
            Assert.Equal(file.Path, p.File);
            Assert.False(string.IsNullOrEmpty(p.Remedy));
            Assert.NotNull(p.Section);
        });
        Assert.False(result.IsUsable);
    }

    [Theory]
    [InlineData("", "tls_certificate")]
    [InlineData("tls_key=none.pem", "tls_certificate,tls_key")]
    [InlineData("tls_self_signed=true", "")]
    public void A_certificate_that_is_missing_is_told_unless_it_is_to_be_made(string key, string told)
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[inet_http_server]", "port=127.0.0.1:9001", "tls_certificate=%(here)s/none.pem", key);
        Assert.Equal(told, string.Join(",", file.Check().Problems.Where(static p => p.Severity == ProblemSeverity.Error).Select(static p => p.Key)));
    }

    [Fact]
    public void What_is_right_can_be_used_although_something_else_is_wrong()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "[program:good]", "command=x", "[program:bad]", "[program:member]", "command=x", "startsecs=x", "[group:g]",
            "programs=member,good");

        CheckResult result = file.Check();

        Assert.Equal(["g", "bad"], result.BrokenGroups);
        Assert.Empty(result.Configuration!.Groups);

        File.WriteAllText(file.Path, File.ReadAllText(file.Path).Replace("member,good", "member", StringComparison.Ordinal));
        result = file.Check();

        Assert.Equal(["g", "bad"], result.BrokenGroups);
        Assert.Equal("good", Assert.Single(result.Configuration!.Groups).Name);
    }

    [Theory]
    [InlineData("[supervisord]\nlogfiles=x", "unknown key logfiles in section [supervisord]", "did you mean logfile?")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\nautorestrat=1", "unknown key autorestrat in section [program:a]", "did you mean autorestart?")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\nstdout_fromat=json", "unknown key stdout_fromat in section [program:a]", "did you mean stdout_format?")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\nredirect_stderr=true\nstderr_format=json", "stderr_format has no effect with redirect_stderr=true", "stdout_format is for both")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\nqqq=1", "unknown key qqq in section [program:a]", "it has no effect")]
    [InlineData("[supervisord]\n[programs:a]\ncommand=x", "unknown section [programs:a]", "did you mean [program:a]?")]
    [InlineData("[supervisord]\n[Program:a]\ncommand=x", "unknown section [Program:a]", "did you mean [program:a]?")]
    [InlineData("[supervisord]\n[supervisorctrl]", "unknown section [supervisorctrl]", "did you mean [supervisorctl]?")]
    [InlineData("[supervisord]\n[something else]", "unknown section [something else]", "it has no effect")]
    [InlineData("[DEFAULT]\nqqq=1\n[supervisord]", "unknown key qqq in section [DEFAULT]", "it has no effect")]
    public void What_means_nothing_is_a_warning_with_the_nearest_name(string text, string message, string remedy)
    {
        using var file = new ConfigFile(text);

        ConfigurationProblem problem = Assert.Single(file.Read().Notes);

        Assert.Equal((ProblemSeverity.Warning, message), (problem.Severity, problem.Message));
        Assert.EndsWith(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_known_key_is_known()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "profile_options=x", "subprocpidfile=/tmp/x", "[supervisorctl]", "prompt=x", "[ctlplugin:x]", "anything=1",
            "[fcgi-program:f]", "command=x", "socket=tcp://a:1", "http_url=x", "[inet_http_server]", "port=127.0.0.1:1", "allow_insecure=no",
            "[rpcinterface:x]", "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface", "anything=1");

        Assert.Empty(file.Read().Notes);
    }

    [Fact]
    public void Names_that_occur_twice_are_a_warning_and_the_one_that_Supervisor_would_use_stays()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "[program:a]", "command=one", "[program:b]", "command=two", "process_name=a", "[group:g]", "programs=a,b",
            "[program:c]", "command=late", "[eventlistener:c]", "command=early", "events=EVENT");

        SupervisorConfiguration configuration = file.Read();

        Assert.Equal(["early", "two"], configuration.Groups.Select(g => Assert.Single(g.Processes).Command));
        Assert.Equal(2, configuration.Notes.Count(n => n.Severity == ProblemSeverity.Warning));
    }

    [Theory]
    [InlineData("numprocs=100001")]
    [InlineData("numprocs=99999999999999999999")]
    public void A_typing_error_does_not_fill_the_memory(string line)
    {
        using ConfigFile file = ConfigFile.Program("command=x", "process_name=%(process_num)d", line);

        Assert.Equal("numprocs", file.Fails().Problems[0].Key);
    }

    [Fact]
    public void A_report_has_a_line_for_every_problem_and_a_summary()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "loglevel=loud", "[program:a]", "command=x", "color=red");

        Assert.Equal(
            [
                $"error: {file.Path}:2: [supervisord] loglevel=loud: bad logging level name 'loud' (critical, error, warn, info, debug, trace or blather)",
                $"warning: {file.Path}:5: [program:a] color=red: unknown key color in section [program:a] (it has no effect)",
                "supervisord.conf: not usable (1 error, 1 warning)",
            ],
            ConfigurationReport.Render("supervisord.conf", file.Check()));
    }

    [Fact]
    public void A_report_of_a_good_file_counts_what_it_defines()
    {
        using ConfigFile file = ConfigFile.Program("command=x", "numprocs=2", "process_name=%(process_num)d");

        Assert.Equal(["x: usable (1 process group, 2 processes)"], ConfigurationReport.Render("x", file.Check()));
    }
}
