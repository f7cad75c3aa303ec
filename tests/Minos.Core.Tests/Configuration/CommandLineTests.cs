using Minos.Configuration;
using Minos.Configuration.CommandLine;

namespace Minos.Core.Tests.Configuration;

public sealed class CommandLineTests
{
    private static readonly GetOpt s_getOpt = new("hc:nt", ["help", "configuration=", "nodaemon", "nocleanup", "logfile=", "logfile_maxbytes="]);

    [Fact]
    public void Short_options_may_be_bundled_and_carry_their_argument()
    {
        ParsedOptions parsed = s_getOpt.Parse(["-nt", "-cfile", "-nc", "other", "action", "-h"]);

        Assert.Equal(
            [new("-n", ""), new("-t", ""), new("-c", "file"), new("-n", ""), new("-c", "other")],
            parsed.Options);
        Assert.Equal(["action", "-h"], parsed.Positional);
    }

    [Fact]
    public void Long_options_may_be_shortened_while_they_are_unambiguous()
    {
        ParsedOptions parsed = s_getOpt.Parse(["--conf", "a", "--conf=b=c", "--nod", "--logfile", "x", "--logfile=", "--", "--nod"]);

        Assert.Equal(
            [new("--configuration", "a"), new("--configuration", "b=c"), new("--nodaemon", ""), new("--logfile", "x"), new("--logfile", "")],
            parsed.Options);
        Assert.Equal(["--nod"], parsed.Positional);
    }

    [Fact]
    public void A_single_dash_is_positional() => Assert.Equal(["-", "-n"], s_getOpt.Parse(["-", "-n"]).Positional);

    [Theory]
    [InlineData("option -Z not recognized", "-Z")]
    [InlineData("option -: not recognized", "-:")]
    [InlineData("option -c requires argument", "-nc")]
    [InlineData("option --bogus not recognized", "--bogus")]
    [InlineData("option --configuration requires argument", "--conf")]
    [InlineData("option --log not a unique prefix", "--log")]
    [InlineData("option --no not a unique prefix", "--no")]
    [InlineData("option --nodaemon must not have an argument", "--nod=1")]
    public void A_wrong_option_has_Pythons_sentence(string sentence, params string[] arguments) =>
        Assert.Equal(sentence, Assert.Throws<CommandLineException>(() => s_getOpt.Parse(arguments)).Message);

    [Fact]
    public void The_daemon_takes_all_of_supervisords_options()
    {
        DaemonCommandLine line = DaemonCommandLine.Parse(
        [
            "-c", "x.conf", "-nskt", "-u", "root", "-m", "027", "-d", "/tmp", "-l", "/tmp/a.log", "-y", "1MB", "-z", "3", "-e", "debug",
            "-j", "a.pid", "-i", "me", "-q", "/tmp", "-a", "99", "--minprocs=98", "--profile_options=cumulative,callers",
            "--subprocpidfile=/tmp/pids",
        ]);

        Assert.Equal(CommandLineAction.Run, line.Action);
        Assert.Equal("x.conf", line.ConfigurationFile);
        Assert.Equal(
            new DaemonOverrides
            {
                NoDaemon = true,
                Silent = true,
                NoCleanup = true,
                StripAnsi = true,
                User = "root",
                Umask = 23,
                Directory = "/tmp",
                LogFile = "/tmp/a.log",
                LogFileMaxBytes = 1024 * 1024,
                LogFileBackups = 3,
                LogLevel = SupervisorLogLevel.Debug,
                PidFile = "a.pid",
                Identifier = "me",
                ChildLogDirectory = "/tmp",
                MinFds = 99,
                MinProcs = 98,
                SubprocessPidFile = "/tmp/pids",
            },
            line.Overrides);
    }

    [Fact]
    public void Nothing_is_overridden_by_default() => Assert.Equal(
        new DaemonCommandLine(CommandLineAction.Run, null, DaemonOverrides.None), DaemonCommandLine.Parse([]));

    [Theory]
    [InlineData("-h", CommandLineAction.Help)]
    [InlineData("-?", CommandLineAction.Help)]
    [InlineData("--help", CommandLineAction.Help)]
    [InlineData("-v", CommandLineAction.Version)]
    [InlineData("--vers", CommandLineAction.Version)]
    public void Help_and_version_end_the_command_line(string option, CommandLineAction expected) =>
        Assert.Equal(expected, DaemonCommandLine.Parse([option, "-e", "bad"]).Action);

    [Theory]
    [InlineData("conflicting command line option '-n'", "-n", "-n")]
    [InlineData("conflicting command line option '--nodaemon'", "-n", "--nodae")]
    [InlineData("conflicting command line option '-c'", "-ca", "-cb")]
    [InlineData("invalid value for -e 'xx': bad logging level name 'xx'", "-e", "xx", "-h")]
    [InlineData("invalid value for --minfds 'x': invalid literal for int() with base 10: 'x'", "--minfds=x")]
    [InlineData("invalid value for -d '/no/such': /no/such is not an existing directory", "-d/no/such")]
    [InlineData("invalid value for -m '9': 9 can not be converted to an octal type", "-m", "9")]
    [InlineData("positional arguments are not supported: ['foo', \"it's\"]", "-n", "foo", "it's")]
    [InlineData("option -e requires argument", "-e")]
    public void A_wrong_command_line_of_the_daemon_has_Supervisors_sentence(string sentence, params string[] arguments) =>
        Assert.Equal(sentence, Assert.Throws<CommandLineException>(() => DaemonCommandLine.Parse(arguments)).Message);

    [Fact]
    public void The_control_client_takes_all_of_supervisorctls_options()
    {
        ControlCommandLine line = ControlCommandLine.Parse(
            ["-c", "x.conf", "-i", "-s", "unix:///tmp/x", "-u", "user", "-p", "pass", "--history_file=/tmp/h", "tail", "-f", "a"]);

        Assert.Equal("x.conf", line.ConfigurationFile);
        Assert.True(line.Interactive);
        Assert.Equal("unix:///tmp/x", line.ServerUrl);
        Assert.Equal("user", line.UserName);
        Assert.Equal("pass", line.Password);
        Assert.Equal("/tmp/h", line.HistoryFile);
        Assert.Equal(["tail", "-f", "a"], line.Arguments);
    }

    [Fact]
    public void The_control_client_is_interactive_without_an_action()
    {
        Assert.True(ControlCommandLine.Parse([]).Interactive);
        Assert.False(ControlCommandLine.Parse(["status"]).Interactive);
        Assert.Equal(CommandLineAction.Help, ControlCommandLine.Parse(["-h"]).Action);
    }

    [Fact]
    public void The_control_client_wants_a_URL() => Assert.Equal(
        "invalid value for -s 'foo': value 'foo' is not a URL",
        Assert.Throws<CommandLineException>(() => ControlCommandLine.Parse(["-s", "foo"])).Message);

    [Fact]
    public void The_configuration_is_searched_beside_the_program_here_and_in_etc()
    {
        Assert.Equal(
            [
                "/opt/minos/etc/supervisord.conf", "/opt/minos/supervisord.conf", "supervisord.conf", "etc/supervisord.conf",
                "/etc/supervisord.conf", "/etc/supervisor/supervisord.conf",
            ],
            ConfigurationSearch.Paths("/opt/minos/bin/minosd"));
        Assert.Equal("etc/supervisord.conf", ConfigurationSearch.Paths("minosd")[0]);
        Assert.StartsWith(
            "No config file found at default paths (etc/supervisord.conf, supervisord.conf, supervisord.conf, ",
            ConfigurationSearch.NotFoundMessage("minosd"), StringComparison.Ordinal);
    }
}
