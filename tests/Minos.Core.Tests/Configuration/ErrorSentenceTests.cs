using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

/// <summary>Supervisor's own sentences, which XML-RPC clients of reloadConfig see; FILE stands for the path.</summary>
public sealed class ErrorSentenceTests
{
    [Theory]
    [InlineData("x=1\n", "File contains no section headers.\nfile: 'FILE', line: 1\n'x=1\\n'")]
    [InlineData("\ufeff[supervisord]\n", "File contains no section headers.\nfile: 'FILE', line: 1\n'\\ufeff[supervisord]\\n'")]
    [InlineData("[supervisord]\n\ncommand\n", "Source contains parsing errors: 'FILE'\n\t[line  3]: 'command\\n'")]
    [InlineData("[supervisord]\na\n=b\nc", "Source contains parsing errors: 'FILE'\n\t[line  2]: 'a\\n'\n\t[line  3]: '=b\\n'\n\t[line  4]: 'c'")]
    [InlineData("", ".ini file does not include supervisord section")]
    [InlineData("[program:a]\ncommand=x", ".ini file does not include supervisord section")]
    [InlineData("[supervisord]\nloglevel=warning", "bad logging level name 'warning'")]
    [InlineData("[supervisord]\nlogfile=/no/such/x", "The directory named as part of the path /no/such/x does not exist")]
    [InlineData("[supervisord]\nchildlogdir=/no/such", "/no/such is not an existing directory")]
    [InlineData("[supervisord]\nuser=no-such-user", "Invalid user name no-such-user")]
    [InlineData("[supervisord]\nuser=4000000000", "Invalid user id 4000000000")]
    [InlineData("[supervisord]\n[program:a b]\ncommand=x", "Invalid name: 'a b' because of character: ' '")]
    [InlineData("[supervisord]\n[eventlistener:a b]\ncommand=x\nevents=EVENT", "Invalid name: 'a b' because of character: ' ' in section 'eventlistener:a b' (file: 'FILE')")]
    [InlineData("[supervisord]\n[program:a]", "program section program:a does not specify a command in section 'program:a' (file: 'FILE')")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\nnumprocs=2", "%(process_num) must be present within process_name when numprocs > 1 in section 'program:a' (file: 'FILE')")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\nstopasgroup=1\nkillasgroup=0", "Cannot set stopasgroup=true and killasgroup=false in section 'program:a' (file: 'FILE')")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\nuser=no-such-user", "Invalid user name no-such-user in section 'program:a' (file: 'FILE')")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\npriority=x", "invalid literal for int() with base 10: 'x'")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\nenvironment=A", "Unexpected end of key/value pairs in value 'A' in section 'program:a' (file: 'FILE')")]
    [InlineData("[supervisord]\n[group:g]\nprograms=x", "[group:g] names unknown program or fcgi-program x")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\n[group:g]\nprograms=a,c", "[program:a] names unknown program or fcgi-program c")]
    [InlineData("[supervisord]\n[program:a]\ncommand=x\n[fcgi-program:a]\ncommand=x\nsocket=tcp://a:1\n[group:g]\nprograms=a", "[group:g] name a is ambiguous (exists as program and fcgi-program)")]
    [InlineData("[supervisord]\n[fcgi-program:f]\ncommand=x", "[fcgi-program:f] section requires a \"socket\" line")]
    [InlineData("[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=foo://x", "('Bad socket format %s', 'foo://x') in [fcgi-program:f] socket")]
    [InlineData("[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=unix://tmp/x.sock", "('Unix socket path %s is not an absolute path', 'tmp/x.sock') in [fcgi-program:f] socket")]
    [InlineData("[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=tcp://a:0", "0 is below lower bound (1) in [fcgi-program:f] socket")]
    [InlineData("[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=tcp://a:1\nsocket_mode=0700", "socket_owner and socket_mode params should only be used with a Unix domain socket in [fcgi-program:f] socket")]
    [InlineData("[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=tcp://a:1\nsocket_backlog=0", "Invalid socket_backlog value 0")]
    [InlineData("[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=unix:///a\nsocket_owner=nosuch", "Invalid socket_owner value nosuch")]
    [InlineData("[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=unix:///a\nsocket_mode=9", "Invalid socket_mode value 9")]
    [InlineData("[supervisord]\n[eventlistener:e]\ncommand=x", "[eventlistener:e] section requires an \"events\" line")]
    [InlineData("[supervisord]\n[eventlistener:e]\ncommand=x\nevents=foo", "Unknown event type FOO in [eventlistener:e] events")]
    [InlineData("[supervisord]\n[eventlistener:e]\ncommand=x\nevents=EVENT\nbuffer_size=0", "[eventlistener:e] section sets invalid buffer_size (0)")]
    [InlineData("[supervisord]\n[eventlistener:e]\ncommand=x\nevents=EVENT\nredirect_stderr=1", "[eventlistener:e] section sets redirect_stderr=true but this is not allowed because it will interfere with the eventlistener protocol")]
    [InlineData("[supervisord]\n[eventlistener:e]\ncommand=x\nevents=EVENT\nresult_handler=nosuch.mod:foo", "nosuch.mod:foo cannot be resolved within [eventlistener:e]: No module named 'nosuch.mod'")]
    [InlineData("[supervisord]\n[rpcinterface:x]", "section [rpcinterface:x] does not specify a supervisor.rpcinterface_factory")]
    [InlineData("[supervisord]\n[rpcinterface:x]\nsupervisor.rpcinterface_factory=nosuch:foo", "nosuch:foo cannot be resolved within [rpcinterface:x]: No module named 'nosuch'")]
    [InlineData("[supervisord]\n[inet_http_server]", "section [inet_http_server] has no port value")]
    [InlineData("[supervisord]\n[unix_http_server]", "section [unix_http_server] has no file value")]
    [InlineData("[supervisord]\n[unix_http_server]\nfile=x\nchmod=xyz", "Invalid chmod value xyz")]
    [InlineData("[supervisord]\n[unix_http_server]\nfile=x\nchown=nosuch", "Invalid sockchown value nosuch")]
    [InlineData("[supervisord]\n[unix_http_server]\nfile=x\nusername=u", "Section [unix_http_server] contains incomplete authentication: If a username or a password is specified, both the username and password must be specified")]
    public void The_first_error_is_Supervisors_sentence(string text, string sentence)
    {
        using var file = new ConfigFile(text);

        Assert.Equal(sentence.Replace("FILE", file.Path, StringComparison.Ordinal), file.Fails().Message);
    }

    [Fact]
    public void A_missing_file_is_an_error() => Assert.Equal(
        "could not find config file /no/such.conf",
        Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("/no/such.conf", DaemonOverrides.None)).Message);

    [Fact]
    public void A_directory_is_no_configuration_file() => Assert.Equal(
        "could not read config file /tmp",
        Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("/tmp", DaemonOverrides.None)).Message);

    [Theory]
    [InlineData(new byte[] { (byte)';', 0xff }, "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte")]
    [InlineData(new byte[] { 0xc3, (byte)'x' }, "'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte")]
    [InlineData(new byte[] { (byte)';', 0xe2, 0x82 }, "'utf-8' codec can't decode bytes in position 1-2: unexpected end of data")]
    [InlineData(new byte[] { (byte)';', 0 }, "embedded null byte in position 1")]
    public void A_file_must_be_text(byte[] bytes, string sentence)
    {
        using var file = new ConfigFile("");
        File.WriteAllBytes(file.Path, bytes);

        Assert.Equal(sentence, file.Fails().Message);
    }

    [Theory]
    [InlineData("stderr_logfile=syslog", "For [program:a], stderr_logfile=syslog but this is deprecated and will be removed.  Use stderr_syslog=true to enable syslog instead.")]
    [InlineData("stdout_logfile_maxbytes=0", "For [program:a], AUTO logging used for stdout_logfile without rollover, set maxbytes > 0 to avoid filling up filesystem unintentionally")]
    [InlineData("redirect_stderr=true\nstderr_logfile=/tmp/x", "For [program:a], redirect_stderr=true but stderr_logfile has also been set to a filename, the filename has been ignored")]
    public void A_warning_is_Supervisors_sentence_once_for_all_processes(string lines, string sentence)
    {
        using ConfigFile file = ConfigFile.Program("command=x", "numprocs=3", "process_name=%(process_num)d", lines);

        ConfigurationProblem note = Assert.Single(file.Read().Notes);

        Assert.Equal((ProblemSeverity.Warning, sentence), (note.Severity, note.Message));
    }
}
