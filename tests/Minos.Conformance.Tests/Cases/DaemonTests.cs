using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>The daemon as a process: command line, background, signals, users and limits.</summary>
public sealed class DaemonTests : ConformanceTests<DaemonTests>, ICaseList
{
    private const string Program = """
        [program:show]
        command=/bin/sh -c "umask; pwd; id -u; id -G; echo end; exec cat"
        startsecs=0
        stdout_logfile={dir}/show.out
        """;

    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        new(
            "in_the_background",
            Sections(
                """
                directory=/usr
                umask=077
                logfile_maxbytes=1MB
                logfile_backups=3
                minfds=100
                minprocs=10
                user=root
                """) + Program,
            [
                UntilFile("show.out", "end"), Until("show", "RUNNING"),
                ReadFile("show.out").Shows("/usr", "0077"),
                ListFiles("main.*"),
                Control("status"),
                MainLog("INFO (Set uid|daemonizing|set current)"),
            ])
        {
            Arguments = ["-c", "{dir}/s.conf"],
            IsBackground = true,
        },

        new(
            "command_line_over_file",
            Sections("loglevel=error\nidentifier=file\nnodaemon=false\nsilent=false\n") + Program,
            [
                UntilFile("show.out", "end"), Until("show", "RUNNING"),
                ReadFile("show.out"),
                Call("supervisor.getIdentification").Shows("line"),
                ListFiles("other.*"),
                new ReadFileStep("other.log", "spawned|DEBG fd|entered").Shows("spawned"),
                Call("supervisor.readLog", 0, 4),
                new ListFilesStep("*", "children"),
                Call("supervisor.reloadConfig"), Call("supervisor.getIdentification"),
            ])
        {
            Arguments =
            [
                "-n", "--configuration={dir}/s.conf", "-i", "line", "-l", "{dir}/other.log", "-j", "{dir}/other.pid", "-e", "info",
                "-y", "1MB", "-z", "2", "-q", "{dir}/children", "-k", "-a", "200", "-t", "-u", "root", "-m", "022", "-d", "{dir}",
                "--minprocs=10", "-s",
            ],
            Files = new Dictionary<string, string> { ["children/old-stdout---line-abcdefgh.log"] = "kept" },
        },

        new(
            "as_another_user",
            Sections("user=nobody\n") + Program,
            [
                UntilFile("show.out", "end"), Until("show", "RUNNING"), ReadFile("show.out"),
                Call("supervisor.getProcessInfo", "show"), ListFiles("main.*"),
            ]),

        .. Enumerable.Select(["TERM", "INT", "QUIT"], static signal => new ConformanceCase(
            $"ends_at_{signal}",
            Sections("") + Program,
            [
                UntilFile("show.out", "end"), Until("show", "RUNNING"),
                Signal(signal), Exit().Shows("exit status 0"),
                MainLog("received|stopped"), ListFiles("main.*"),
            ])),

        new(
            "restart_with_a_broken_file",
            Sections("") + Program,
            [
                UntilFile("show.out", "end"), Until("show", "RUNNING"),
                Write("s.conf", "[supervisord]\nlogfile={dir}/no/such/main.log\n"),
                Signal("HUP"),
                UntilFile("main.log", "ignored SIGHUP|stopped: show"),
                Signal("TERM"),
                Exit(),
            ]),

        new(
            "main_log_rotation",
            Sections("logfile_maxbytes=1KB\nlogfile_backups=1\n") + Program,
            [
                Until("show", "RUNNING"),
                .. Enumerable.Range(0, 3).SelectMany(static _ => new[] { Control("restart show") }),
                ListFiles("main.log*"),
            ]),
    ];

    private static string Sections(string keys) => $$"""
        [supervisord]
        logfile={dir}/main.log
        pidfile={dir}/main.pid
        childlogdir={dir}
        {{keys}}
        [inet_http_server]
        port=127.0.0.1:{port}
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
        [supervisorctl]
        serverurl=http://127.0.0.1:{port}

        """;
}
