namespace Minos.Daemon.Tests.Control;

/// <summary>The control client against Debian's supervisord, compared with Debian's supervisorctl.</summary>
public class SupervisorctlComparisonTests
{
    private const string Programs = """
        [program:cat]
        command=/bin/sh -c "echo out: hällo; echo err >&2; exec /bin/cat"
        startsecs=0
        stdout_logfile={dir}/cat.out
        stderr_logfile={dir}/cat.err
        [program:nolog]
        command=/bin/sleep 1000
        startsecs=0
        stdout_logfile=NONE
        [program:multi]
        command=/bin/sleep 1000
        numprocs=2
        process_name=%(program_name)s_%(process_num)d
        startsecs=0
        [program:a-program-whose-name-is-longer-than-thirty]
        command=/bin/sleep 1000
        startsecs=0
        priority=5
        [program:manual]
        command=/bin/sleep 1000
        autostart=false
        startsecs=0
        [program:missing]
        command=/no/such/cmd
        autostart=false
        [program:noexec]
        command={dir}/supervisord.conf
        autostart=false
        [program:quick]
        command=/bin/false
        autostart=false
        startretries=0

        """;

    [SkippableFact]
    public async Task Questions_and_mistakes()
    {
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Programs);
        string[] actions =
        [
            "status", "status all", "status cat", "status cat nope", "status nope", "status nope:*", "status multi", "status multi:*",
            "status multi:multi_1", "status cat cat", "status :", "status *", "pid", "pid all", "pid cat", "pid manual", "pid nope",
            "pid multi:multi_0 cat", "avail", "avail x", "version", "version x", "bogus", "bogus x", "!x", "*x", "", " ", "status-x",
            "start", "stop", "restart", "clear", "signal", "signal HUP", "tail", "tail nope", "tail nolog", "tail cat", "tail -5 cat",
            "tail -0 cat", "tail -x cat", "tail -f", "tail cat foo", "tail cat stderr", "tail cat STDERR", "tail -3 cat stderr",
            "tail a b c d", "tail a b stderr", "tail --5 cat", "maintail x", "maintail -x", "maintail a b", "fg", "fg a b", "fg nope",
            "fg manual", "open ftp://x", "open", "open nonsense", "open http://127.0.0.1:1", "open unix:///no/such", "add", "add nope",
            "add cat", "remove", "remove nope", "remove cat", "reread", "reread x", "update", "update nope", "update all", "update cat nope",
            "shutdown x", "reload x", "quit", "exit", "EOF", "?", "? start", "help", "help help", "help nope", "help EOF", "help start stop",
        ];
        await pair.AssertSameAsync(actions);
    }

    [SkippableFact]
    public async Task Help_of_every_action()
    {
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Programs);
        const string Actions = "add avail clear exit fg maintail open pid quit reload remove reread restart shutdown signal start status stop "
            + "tail update version";
        string input = string.Concat(Actions.Split(' ').Select(static a => $"help {a}\n"));
        await pair.AssertSameAsync(s => ["-c", s.ConfigurationPath], input);
    }

    [SkippableFact]
    public async Task Starts_stops_and_signals()
    {
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Programs);
        string[] actions =
        [
            "start manual", "start manual", "status manual", "stop manual", "stop manual", "status manual", "restart manual",
            "restart manual nope cat", "restart nope", "start missing", "start noexec", "start quick", "start nope", "start nope:*",
            "start cat nope nope:*", "stop nope", "stop nope:*", "start multi:*", "stop multi:*", "start multi:", "stop multi:multi_0 multi:multi_1",
            "restart multi:*", "signal HUP nope", "signal NOPE cat", "signal 0 cat", "signal SIGCONT cat manual", "stop manual", "signal 0 manual",
            "signal NOPE multi:*", "signal CONT multi:*", "signal 0 nope:*", "signal CONT all", "signal NOPE all", "clear cat", "clear nope",
            "clear multi:*", "clear cat nope", "stop all", "start cat manual", "status",
        ];
        await pair.AssertSameAsync(actions);
    }

    [SkippableFact]
    public async Task Configuration_changes()
    {
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Programs);
        pair.Configure(
            Programs.Replace("[program:nolog]", "[program:fresh]", StringComparison.Ordinal)
                .Replace("/bin/sleep 1000\nnumprocs", "/bin/sleep 999\nnumprocs", StringComparison.Ordinal));
        string[] actions =
        [
            "reread", "add nolog", "avail", "update nope", "update multi", "status", "reread", "update", "update", "status", "remove fresh",
            "stop fresh", "remove fresh", "add fresh", "status fresh",
        ];
        await pair.AssertSameAsync(actions);

        pair.Configure(Programs.Replace("autostart=false", "autostart=perhaps", StringComparison.Ordinal));
        await pair.AssertSameAsync("reread", "update");
    }

    [SkippableFact]
    public async Task Shells_fed_by_a_pipe()
    {
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Programs);
        string[] inputs =
        [
            "", "\n", "quit\n", "exit", "status cat\n\n  \nbogus\nstatus", "help status\n?\n?quit\n! x\nquit\nstatus\n",
            "start manual\nstart manual\nstop manual\nexit\n", "shutdown\nn\nstatus cat\n", "shutdown\n", "reload\nno\n", "reload",
            "open unix:///no/such\nstatus\nstart x\navail\n", "tail cat\ntail -3 cat stderr\n", "fg nope\nfg manual\nfg\n", "EOF\nstatus\n",
        ];
        foreach (string input in inputs)
        {
            await pair.AssertSameAsync(s => ["-c", s.ConfigurationPath], input);
        }

        await pair.AssertSameAsync(s => ["-c", s.ConfigurationPath, "-i", "shutdown"], "no\n");
        await pair.AssertSameAsync(s => ["-c", s.ConfigurationPath, "-i", "reload"]);
    }

    [SkippableFact]
    public async Task Credentials()
    {
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Programs);
        await pair.AssertSameAsync(s => ["-s", s.TcpUrl, "status"]);
        await pair.AssertSameAsync(s => ["-s", s.TcpUrl, "avail"]);
        await pair.AssertSameAsync(s => ["-s", s.TcpUrl, "-u", Supervisord.UserName, "-p", "wrong", "start", "cat"]);
        await pair.AssertSameAsync(s => ["-s", s.TcpUrl, "-u", Supervisord.UserName, "-p", Supervisord.Password, "status", "cat", "manual"]);
        await pair.AssertSameAsync(s => ["-c", s.ConfigurationPath, "-s", s.TcpUrl, "-u", Supervisord.UserName, "-p", Supervisord.Password, "pid"]);
    }

    [SkippableFact]
    public async Task A_server_that_stops_and_is_gone()
    {
        const string Stubborn = Programs + """
            [program:stubborn]
            command=/bin/sh -c "trap '' TERM; while :; do sleep 1000; done"
            stopwaitsecs=1000
            startsecs=0

            """;
        string[] actions = ["shutdown", "shutdown", "reload", "avail", "reread", "add cat", "remove cat", "update", "status", "pid", "start cat", "clear all", "version"];
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Stubborn);
        await pair.AssertSameAsync(actions);

        await pair.AssertSameAsync(s => ["-c", s.ConfigurationPath], "status\nfg cat\ntail cat\nshutdown\ny\n");
    }

    [SkippableTheory]
    [InlineData("-s", "http://127.0.0.1:1")]
    [InlineData("-s", "unix:///no/such/socket")]
    public async Task A_server_that_cannot_be_reached(params string[] options)
    {
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Programs);
        string[] actions =
        [
            "status", "pid", "start x", "stop x", "restart x", "signal 0 x", "clear x", "tail x", "maintail", "fg x", "version", "avail", "reread",
            "add x", "remove x", "update", "shutdown", "reload", "help", "tail",
        ];
        foreach (string action in actions)
        {
            await pair.AssertSameAsync(_ => [.. options, action]);
        }
    }

    [SkippableFact]
    public async Task Command_lines_that_are_wrong()
    {
        await using SupervisordPair pair = await SupervisordPair.StartAsync(Programs);
        await pair.AssertSameAsync(_ => ["-Z"]);
        await pair.AssertSameAsync(_ => ["--bogus"]);
        await pair.AssertSameAsync(_ => ["-s"]);
        await pair.AssertSameAsync(_ => ["-s", "foo", "status"]);
        await pair.AssertSameAsync(_ => ["-i", "-i"]);
        await pair.AssertSameAsync(_ => ["-c", "/no/such/file", "status"]);
        await pair.AssertSameAsync(_ => ["-c", "/dev/null", "status"]);
        await pair.AssertSameAsync(s => ["--conf", s.ConfigurationPath, "--server", s.SocketUrl, "status", "cat"]);
        await pair.AssertSameAsync(s => ["-c", s.ConfigurationPath, "status", "cat", "manual"]);
        await pair.AssertSameAsync(_ => ["-s", "ftp://nowhere", "status"]);
    }
}
