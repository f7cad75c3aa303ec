using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

public sealed class IncludeTests
{
    [Fact]
    public void Included_files_are_merged_in_sorted_order_and_later_ones_win()
    {
        using ConfigFile file = ConfigFile.Of("[include]", "files=conf.d/*.ini", "[supervisord]", "identifier=main", "[program:a]", "command=x")
            .With("conf.d/2.ini", "[program:a]\npriority=2\n[supervisord]\nidentifier=two\n")
            .With("conf.d/1.ini", "[program:a]\npriority=1\n[program:b]\ncommand=y\n")
            .With("conf.d/ignored.txt", "nonsense");

        SupervisorConfiguration configuration = file.Read();

        Assert.Equal("two", configuration.Daemon.Identifier);
        Assert.Equal([("a", 2), ("b", 999)], configuration.Groups.Select(g => (g.Name, g.Priority)));
        Assert.Equal(
            [
                (ProblemSeverity.Information, $"Included extra file \"{file.Directory}/conf.d/1.ini\" during parsing"),
                (ProblemSeverity.Information, $"Included extra file \"{file.Directory}/conf.d/2.ini\" during parsing"),
            ],
            configuration.Notes.Select(n => (n.Severity, n.Message)));
    }

    [Fact]
    public void Here_means_the_directory_of_the_file_that_says_it()
    {
        using ConfigFile file = ConfigFile.Of(
                "[supervisord]", "[include]", "files=sub/x.ini", "[unix_http_server]", "file=x", "username=%(here)s", "password=p", "[program:m]",
                "command=%(here)s")
            .With("sub/x.ini", "[program:i]\ncommand=%(here)s\n");

        SupervisorConfiguration configuration = file.Read();

        Assert.Equal([file.Directory + "/sub", file.Directory], configuration.Groups.Select(g => g.Processes[0].Command));
        Assert.Equal(file.Directory, configuration.HttpServers[0].UserName);
    }

    [Fact]
    public void An_include_of_an_included_file_is_not_followed()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[include]", "files=x.ini")
            .With("x.ini", "[include]\nfiles=y.ini\n").With("y.ini", "[program:y]\ncommand=x\n");

        Assert.Empty(file.Read().Groups);
    }

    [Fact]
    public void A_pattern_without_match_is_a_warning()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[include]", "files=a*.ini /no/such/%(ENV_LOGNAME_X)s.ini");

        Assert.Equal(
            [
                (ProblemSeverity.Warning, $"No file matches via include \"{file.Directory}/a*.ini\""),
                (ProblemSeverity.Warning, "No file matches via include \"/no/such/lx.ini\""),
            ],
            file.Read().Notes.Select(n => (n.Severity, n.Message)));
    }

    [Fact]
    public void Errors_name_the_included_file_and_its_line()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[include]", "files=x.ini").With("x.ini", "; comment\n[program:i]\nstartsecs=x\n");
        string included = file.Directory + "/x.ini";

        ConfigurationProblem[] problems = [.. file.Fails().Problems.Where(p => p.Severity == ProblemSeverity.Error)];

        Assert.Equal(
            $"invalid literal for int() with base 10: 'x' in section 'program:i' (file: '{included}')", problems[0].Message);
        Assert.Equal((included, 3, "startsecs", "x"), (problems[0].File, problems[0].Line, problems[0].Key, problems[0].Value));
        Assert.Equal(
            $"program section program:i does not specify a command in section 'program:i' (file: '{included}')", problems[1].Message);
        Assert.Equal((included, 2), (problems[1].File, problems[1].Line));
    }

    [Fact]
    public void An_included_file_with_a_senseless_line_makes_the_configuration_unusable()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[include]", "files=x.ini").With("x.ini", "[program:i]\ncommand\n");

        Assert.Equal(
            $"Source contains parsing errors: '{file.Directory}/x.ini'\n\t[line  2]: 'command\\n'", file.Fails().Message);
        Assert.Null(file.Check().Configuration);
    }

    [Fact]
    public void An_include_section_needs_files()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[include]");

        Assert.Equal(".ini file has [include] section, but no files setting", file.Fails().Message);
    }
}
