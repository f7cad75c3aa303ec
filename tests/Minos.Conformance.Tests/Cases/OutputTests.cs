using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>What programs write, and the logs it goes to.</summary>
public sealed class OutputTests : ConformanceTests<OutputTests>, ICaseList
{
    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        ConformanceCase.Of(
            "stdin_and_reading_logs",
            """
            [program:cat]
            command=/bin/cat
            startsecs=0
            stdout_logfile={dir}/cat.out
            [program:err]
            command=/bin/sh -c "cat 1>&2"
            startsecs=0
            stderr_logfile={dir}/err.err
            [program:deaf]
            command=/bin/cat
            autostart=false
            stdout_logfile=NONE
            stderr_logfile=OFF
            """,
            Until("cat", "RUNNING"), Until("err", "RUNNING"),
            Call("supervisor.readProcessStdoutLog", "cat", 0, 0),
            Call("supervisor.sendProcessStdin", "cat", "hello\n"), UntilFile("cat.out", "hello\n"),
            Call("supervisor.sendProcessStdin", "err", "problem & <trouble>\n"), UntilFile("err.err", "trouble"),
            Call("supervisor.sendProcessStdin", "deaf", "x").Faults(70),
            Call("supervisor.sendProcessStdin", "nobody", "x").Faults(10),
            Call("supervisor.sendProcessStdin", "cat", 5).Faults(2),
            Call("supervisor.readProcessStdoutLog", "cat", 0, 0),
            Call("supervisor.readProcessStdoutLog", "cat", -3, 0),
            Call("supervisor.readProcessStdoutLog", "cat", 1, 2),
            Call("supervisor.readProcessStdoutLog", "cat", 100, 2),
            Call("supervisor.readProcessStdoutLog", "cat", -3, 1).Faults(3),
            Call("supervisor.readProcessStdoutLog", "cat", 1, -1).Faults(3),
            Call("supervisor.readProcessStdoutLog", "nobody", 0, 0).Faults(10),
            Call("supervisor.readProcessStdoutLog", "deaf", 0, 0).Faults(20),
            Call("supervisor.readProcessLog", "cat", 0, 0),
            Call("supervisor.readProcessStderrLog", "err", 0, 0),
            Call("supervisor.readProcessStderrLog", "deaf", 0, 0).Faults(20),
            Call("supervisor.tailProcessStdoutLog", "cat", 0, 0),
            Call("supervisor.tailProcessStdoutLog", "cat", 0, 3),
            Call("supervisor.tailProcessStdoutLog", "cat", 0, 6),
            Call("supervisor.tailProcessStdoutLog", "cat", 0, 100),
            Call("supervisor.tailProcessStdoutLog", "cat", 3, 3),
            Call("supervisor.tailProcessStdoutLog", "cat", 3, 5),
            Call("supervisor.tailProcessStdoutLog", "cat", 6, 5),
            Call("supervisor.tailProcessStdoutLog", "cat", -1, 2),
            Call("supervisor.tailProcessStdoutLog", "cat", 0, -1),
            Call("supervisor.tailProcessStdoutLog", "deaf", 0, 10),
            Call("supervisor.tailProcessStdoutLog", "nobody", 0, 10).Faults(10),
            Call("supervisor.tailProcessLog", "cat", 0, 4),
            Call("supervisor.tailProcessStderrLog", "err", 0, 8),
            Call("supervisor.clearProcessLogs", "cat"),
            Call("supervisor.readProcessStdoutLog", "cat", 0, 0),
            Call("supervisor.clearProcessLog", "err"),
            Call("supervisor.clearProcessLogs", "nobody").Faults(10),
            Call("supervisor.clearAllProcessLogs"),
            ReadFile("err.err"),
            Call("supervisor.sendProcessStdin", "cat", "again\n"), UntilFile("cat.out", "again\n"), ReadFile("cat.out")),

        ConformanceCase.Of(
            "logs_that_cannot_be_read",
            """
            [program:cat]
            command=/bin/cat
            startsecs=0
            stdout_logfile={dir}/cat.out
            """,
            Until("cat", "RUNNING"),
            new MakeDirectoryStep("cat.out"),
            Call("supervisor.readProcessStdoutLog", "cat", 0, 0).Faults(30),
            Call("supervisor.clearProcessLogs", "cat").Faults(30),
            Control("tail cat"), Control("clear cat"),
            new MakeDirectoryStep("main.log"),
            Call("supervisor.readLog", 0, 0).Faults(30),
            Control("maintail")),

        ConformanceCase.Of(
            "tails_by_the_control_client",
            """
            [program:cat]
            command=/bin/cat
            startsecs=0
            stdout_logfile={dir}/cat.out
            stderr_logfile=NONE
            """,
            Until("cat", "RUNNING"),
            Call("supervisor.sendProcessStdin", "cat", "one\ntwo\n"), UntilFile("cat.out", "two\n"),
            Control("tail cat"), Control("tail -5 cat"), Control("tail -0 cat"), Control("tail cat stdout"), Control("tail cat STDOUT"),
            Control("tail cat stderr"), Control("tail cat foo"), Control("tail"), Control("tail -x cat"), Control("tail -5"),
            Control("tail nobody"), Control("tail a b c d"), Control("maintail x"), Control("maintail -5 extra"),
            Control("clear all"), Control("tail cat"),
            Call("supervisor.sendProcessStdin", "cat", "three\n"), UntilFile("cat.out", "three\n"),
            new FollowStep("tail -f cat", "three\n"),
            Control("tail -f nobody"),
            new FollowStep("maintail -f", "entered RUNNING").InAnyOrder()),

        ConformanceCase.Of(
            "rotation",
            """
            [program:out]
            command=/bin/cat
            startsecs=0
            stdout_logfile={dir}/out.log
            stdout_logfile_maxbytes=20
            stdout_logfile_backups=2
            [program:err]
            command=/bin/sh -c "cat 1>&2"
            startsecs=0
            stderr_logfile={dir}/err.log
            stderr_logfile_maxbytes=1KB
            stderr_logfile_backups=0
            """,
            [
                Until("out", "RUNNING"), Until("err", "RUNNING"),
                .. Enumerable.Range(0, 3).SelectMany(static i => new[]
                {
                    Call("supervisor.sendProcessStdin", "out", $"line-{i}-a\n"), UntilFile("out.log", $"line-{i}-a\n"),
                    Call("supervisor.sendProcessStdin", "out", $"line-{i}-b---\n"), UntilFile("out.log.1", $"line-{i}-b---\n"),
                }),
                ListFiles("out.log*"), ReadFile("out.log"), ReadFile("out.log.1"), ReadFile("out.log.2"),
                Call("supervisor.sendProcessStdin", "err", "kept\n"), UntilFile("err.log", "kept\n"),
                Call("supervisor.sendProcessStdin", "err", new string('x', 1023) + "\n"), UntilFile("err.log", "^\\z"),
                Call("supervisor.sendProcessStdin", "err", "after\n"), UntilFile("err.log", "after\n"),
                ListFiles("err.log*"), ReadFile("err.log"),
            ]),

        ConformanceCase.Of(
            "streams_together_and_apart",
            """
            [program:both]
            command=/bin/sh -c "echo out; echo err >&2; echo end"
            startsecs=0
            autorestart=false
            redirect_stderr=true
            stdout_logfile={dir}/both.log
            [program:apart]
            command=/bin/sh -c "echo out; echo err >&2; echo end"
            startsecs=0
            autorestart=false
            stdout_logfile={dir}/apart.out
            stderr_logfile={dir}/apart.err
            [program:syslog]
            command=/bin/echo to the system log
            startsecs=0
            autorestart=false
            stdout_logfile=NONE
            stderr_logfile=NONE
            stdout_syslog=true
            stderr_syslog=true
            """,
            Until("both", "EXITED"), Until("apart", "EXITED"), Until("syslog", "EXITED"),
            UntilFile("both.log", "end"), UntilFile("apart.out", "end"), UntilFile("apart.err", "err"),
            ReadFile("both.log").Shows("err"), ReadFile("apart.out"), ReadFile("apart.err"),
            Call("supervisor.getProcessInfo", "both"), Call("supervisor.getProcessInfo", "syslog")),

        new(
            "automatic_log_files",
            """
            [supervisord]
            logfile={dir}/main.log
            pidfile={dir}/main.pid
            childlogdir={dir}/children
            identifier=ident
            [inet_http_server]
            port=127.0.0.1:{port}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [program:cat]
            command=/bin/cat
            startsecs=0
            [program:never]
            command=/bin/cat
            autostart=false
            stdout_logfile=AUTO
            stderr_logfile=NONE
            """,
            [
                Until("cat", "RUNNING"),
                new ListFilesStep("*", "children"),
                Call("supervisor.getProcessInfo", "cat"), Call("supervisor.getProcessInfo", "never"),
            ])
        {
            Files = new Dictionary<string, string>
            {
                ["children/old-stdout---ident-abcdefgh.log"] = "of an earlier daemon",
                ["children/old-stdout---ident-abcdefgh.log.1"] = "of an earlier daemon",
                ["children/old-stdout---other-abcdefgh.log"] = "of somebody else",
                ["children/unrelated.log"] = "stays",
            },
        },

        new(
            "no_clean_up",
            """
            [supervisord]
            logfile={dir}/main.log
            pidfile={dir}/main.pid
            childlogdir={dir}/children
            nocleanup=true
            [inet_http_server]
            port=127.0.0.1:{port}
            """,
            [new ListFilesStep("*", "children")])
        {
            Files = new Dictionary<string, string> { ["children/old-stdout---supervisor-abcdefgh.log"] = "of an earlier daemon" },
        },

        new(
            "debug_output_and_colours",
            """
            [supervisord]
            logfile={dir}/main.log
            pidfile={dir}/main.pid
            childlogdir={dir}
            loglevel=debug
            strip_ansi=true
            [inet_http_server]
            port=127.0.0.1:{port}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [program:colours]
            command=/usr/bin/printf '\033[34mblue\033[0m and \033[1;31mred\033[0m\n'
            startsecs=0
            autorestart=false
            stdout_logfile={dir}/colours.out
            """,
            [
                Until("colours", "EXITED"), UntilFile("colours.out", "red"), ReadFile("colours.out").Shows("blue and red"),
                UntilFile("main.log", "blue and red"), MainLog("blue|stdout output").Shows("blue and red"),
            ]),

        ConformanceCase.Of(
            "reopened_after_logrotate",
            """
            [program:cat]
            command=/bin/cat
            startsecs=0
            stdout_logfile={dir}/cat.out
            """,
            Until("cat", "RUNNING"),
            Call("supervisor.sendProcessStdin", "cat", "before\n"), UntilFile("cat.out", "before"),
            new MoveFileStep("cat.out", "cat.out.moved"), new MoveFileStep("main.log", "main.log.moved"),
            Signal("USR2"),
            UntilFile("cat.out", @"\A\z"), UntilFile("main.log", @"\A"),
            Call("supervisor.sendProcessStdin", "cat", "after\n"), UntilFile("cat.out", "after"),
            ReadFile("cat.out"), ReadFile("cat.out.moved")),

        new(
            "program_output_on_the_daemons_own",
            """
            [supervisord]
            logfile={dir}/main.log
            pidfile={dir}/main.pid
            childlogdir={dir}
            silent=true
            [inet_http_server]
            port=127.0.0.1:{port}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [program:talk]
            command=/bin/sh -c "echo to stdout; echo to stderr >&2"
            startsecs=0
            autorestart=false
            stdout_logfile=/dev/stdout
            stdout_logfile_maxbytes=0
            stderr_logfile=/dev/stderr
            stderr_logfile_maxbytes=0
            """,
            [
                Until("talk", "EXITED"),
                Call("supervisor.shutdown"),
                new ExitStep(ShowsOutput: true).Shows("to stdout", "to stderr"),
            ]),
    ];
}
