using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>Listening sockets, passwords, pages and streams.</summary>
public sealed class HttpTests : ConformanceTests<HttpTests>, ICaseList
{
    private const string Cat = """
        [program:cat]
        command=/bin/cat
        startsecs=0
        stdout_logfile={dir}/cat.out
        stderr_logfile=NONE
        """;

    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        new(
            "unix_socket",
            """
            [supervisord]
            logfile={dir}/main.log
            pidfile={dir}/main.pid
            childlogdir={dir}
            [unix_http_server]
            file={dir}/s.sock
            chmod=0770
            chown=root:root
            username=operator
            password=pass %% word
            [inet_http_server]
            port={port}
            allow_insecure=true
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=unix://{dir}/s.sock
            username=operator
            password=pass %% word
            prompt=mine
            history_file={dir}/history
            [program:cat]
            command=/bin/sh -c "echo $SUPERVISOR_SERVER_URL; exec cat"
            startsecs=0
            stdout_logfile={dir}/cat.out
            """,
            [
                Until("cat", "RUNNING"), UntilFile("cat.out", "unix"),
                ListFiles("*.sock*"), ReadFile("cat.out"),
                Control("status"), Control("pid cat"), Control("tail cat"), Control("-u somebody -p wrong status"), Typed("pid cat", "quit"),
                new FollowStep("tail -f cat", "s.sock"),
                Control("shutdown"), Exit(), ListFiles("*.sock*"), Control("status"), Control("shutdown"), Control("pid"), Control("reread"),
            ]),

        new(
            "passwords",
            """
            [supervisord]
            logfile={dir}/main.log
            pidfile={dir}/main.pid
            childlogdir={dir}
            [inet_http_server]
            port=127.0.0.1:{port}
            username=user
            password={SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=http://127.0.0.1:{port}
            username=user
            password=thepassword
            """,
            [
                Call("supervisor.getState"),
                Get("/ok.html"), Get("/ok.html", "Basic bm86bm8="), Get("/ok.html", "Digest x"),
                Get("/mainlogtail", "Basic bm86bm8="), Get("/stylesheets/supervisor.css", "Basic bm86bm8="),
                Get("/", "Basic bm86bm8="), Get("/RPC2", "Basic bm86bm8="), Get("/nosuch", "Basic bm86bm8="),
                Get("/logtail/x", "Basic bm86bm8="),
                Control("version"), Control("-p wrong version"), Control("-p wrong avail"), Typed("version"),
            ])
        {
            Credentials = "user:thepassword",
        },

        ConformanceCase.Of(
            "routes",
            Cat,
            Until("cat", "RUNNING"),
            Page("/"), Page("/index.html"), Get("/ok.html"), Page("/tail.html"), Page("/tail.html?processname=cat"),
            Page("/tail.html?processname=nobody&limit=10"), Page("/stylesheets/supervisor.css"), Page("/images/icon.png"),
            Get("/nosuch"), Get("/stylesheets/"), Page("/stylesheets"), Get("/images/nosuch.png"), Get("/../../etc/passwd"), Get("/%2e%2e/x"),
            new HttpStep("POST", "/ok.html") { Body = "x=1", ContentType = "application/x-www-form-urlencoded" },
            new HttpStep("HEAD", "/stylesheets/supervisor.css") { ShowsBody = false },
            new HttpStep("PUT", "/stylesheets/supervisor.css") { Body = "x" },
            new HttpStep("POST", "/logtail/cat") { Body = "x=1" }),

        ConformanceCase.Of(
            "streams",
            Cat,
            Until("cat", "RUNNING"),
            Call("supervisor.sendProcessStdin", "cat", "one\ntwo\n"), UntilFile("cat.out", "two\n"),
            Follow("/logtail/cat", "two\n"), Follow("/logtail/cat/stdout", "two\n"), Follow("/logtail/cat%3Acat", "two\n"),
            new StreamStep("/logtail/cat", "three\n", ("cat.out", "three\n")),
            Get("/logtail/nobody"), Get("/logtail/cat/stderr"), Get("/logtail/cat/nosuch"),
            Follow("/mainlogtail", "RUNNING state").InAnyOrder()),

        new(
            "web_actions",
            """
            [supervisord]
            logfile={dir}/main.log
            pidfile={dir}/main.pid
            childlogdir={dir}
            [inet_http_server]
            port=127.0.0.1:{port}
            allow_get_actions=true
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

            """ + Cat + """

            [program:other]
            command=/bin/cat
            startsecs=0
            autostart=false
            [program:missing]
            command=/no/such/binary
            autostart=false
            startretries=0
            """,
            [
                Until("cat", "RUNNING"),
                Page("/index.html?action=refresh"),
                Page("/index.html?processname=other&action=start"), Until("other", "RUNNING"),
                Page("/index.html?processname=other&action=start"),
                Page("/index.html?processname=other&action=stop"), Until("other", "STOPPED"),
                Page("/index.html?processname=other&action=stop"),
                Page("/index.html?processname=cat&action=restart"), Until("cat", "RUNNING"),
                Page("/index.html?processname=cat&action=clearlog"),
                Page("/index.html?processname=missing&action=start"),
                Page("/index.html?processname=nobody&action=start"),
                Page("/index.html?action=stopall"), Until("cat", "STOPPED"),
                Page("/index.html?action=restartall"), Until("other", "RUNNING"),
            ]),
    ];
}
