using Minos.Conformance.Tests.Running;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>What configuration files say: expansion, includes, comments, and what is refused.</summary>
public sealed class ConfigurationTests : ConformanceTests<ConfigurationTests>, ICaseList
{
    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        new(
            "expansion",
            """
            [supervisord]
            logfile=%(here)s/main.log
            pidfile=%(here)s/main.pid
            childlogdir=%(here)s
            environment=BASE="base",BOTH="daemon",FROM="%(ENV_FROM_PARENT)s"
            identifier=%(ENV_FROM_PARENT)s
            [inet_http_server]
            port=127.0.0.1:%(ENV_PORT)s
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=http://127.0.0.1:%(ENV_PORT)s
            [program:x]
            command=/bin/echo %(program_name)s %(group_name)s %(process_num)02d %(numprocs)d %(here)s %(host_node_name)s %(ENV_FROM_PARENT)s 100%%
            process_name=%(program_name)s_%(process_num)d
            numprocs=2
            numprocs_start=3
            startsecs=0
            autorestart=false
            stdout_logfile=%(here)s/%(program_name)s_%(process_num)d_%(group_name)s.out
            [program:env]
            command=/bin/sh -c "echo $BASE $BOTH $OWN $FROM $SUPERVISOR_ENABLED $SUPERVISOR_PROCESS_NAME $SUPERVISOR_GROUP_NAME $SUPERVISOR_SERVER_URL"
            environment=BOTH="program",OWN="%(ENV_BASE)s-%(program_name)s"
            startsecs=0
            autorestart=false
            stdout_logfile={dir}/env.out
            [group:g]
            programs=x
            priority=%(ENV_NUMBER)s
            """,
            [
                Until("g:x_3", "EXITED"), Until("g:x_4", "EXITED"), Until("env", "EXITED"),
                UntilFile("x_3_g.out", "%"), UntilFile("x_4_g.out", "%"), UntilFile("env.out", "env"),
                ReadFile("x_3_g.out"), ReadFile("x_4_g.out"), ReadFile("env.out"), Control("avail"), Call("supervisor.getIdentification"),
            ])
        {
            Environment = new Dictionary<string, string> { ["FROM_PARENT"] = "yes", ["PORT"] = "{port}", ["NUMBER"] = "12" },
        },

        ConformanceCase.Of(
            "grammar",
            """
            [program:colon]
            command: /bin/echo colon
            startsecs: 0
            AUTORESTART=FALSE
            [program:comments]
            command=/bin/echo one ; two
            startsecs=0 ; a comment
            # a whole line
            ; another
            autorestart=false
            [program:lines]
            command=/bin/echo
              one
              two
            startsecs=0
            autorestart=no
            unknown_key=ignored
            [program:twice]
            command=/bin/echo first
            command=/bin/echo second
            startsecs=0
            [program:twice]
            autorestart=off
            [unknown section]
            x=1
            [program:values]
            command=/bin/cat
            autostart=OFF
            stdout_logfile_maxbytes=1mb
            stderr_logfile_maxbytes=0
            stderr_logfile=none
            startsecs= 1_0
            exitcodes=0, 2
            stopsignal=sigint
            umask=0o22
            environment=A="x,y",B='its',C=plain/path:1+2
            """,
            Until("colon", "EXITED"), Until("comments", "EXITED"), Until("lines", "EXITED"), Until("twice", "EXITED"),
            Control("tail colon"), Control("tail comments"), Control("tail lines"), Control("tail twice"),
            Call("supervisor.getAllConfigInfo"), Control("status")),

        ConformanceCase.Of(
            "include",
            """
            [include]
            files=one.ini {dir}/sub/*.ini nothing/*.ini
            [program:main]
            command=/bin/echo main %(here)s
            startsecs=0
            autorestart=false
            """,
            Until("one", "EXITED"), Until("a", "EXITED"), Until("b", "EXITED"), Until("main", "EXITED"),
            Control("tail one"), Control("tail a"), Control("tail b"), Control("tail main"),
            MainLog("ncluded|No file matches")) with
        {
            Files = new Dictionary<string, string>
            {
                ["one.ini"] = "[program:one]\ncommand=/bin/echo one %(here)s\nstartsecs=0\nautorestart=false\n",
                ["sub/a.ini"] = "[program:a]\ncommand=/bin/echo a %(here)s\nstartsecs=0\nautorestart=false\n",
                ["sub/b.ini"] = "[program:b]\ncommand=/bin/echo b\nstartsecs=0\nautorestart=false\n[include]\nfiles=/no/such/file\n",
            },
        },

        ConformanceCase.Of(
            "warnings",
            """
            [program:a]
            command=/bin/cat
            redirect_stderr=true
            stderr_logfile={dir}/ignored.err
            startsecs=0
            [program:b]
            command=/bin/cat
            stdout_logfile_maxbytes=0
            startsecs=0
            """,
            Until("a", "RUNNING"), Until("b", "RUNNING"), MainLog("WARN").InAnyOrder(), Call("supervisor.getProcessInfo", "a")),

        ConformanceCase.Of(
            "fastcgi_on_a_unix_socket",
            """
            [fcgi-program:f]
            command=python3 -c "import os, signal, socket, stat; s = socket.socket(fileno=0); n = s.getsockname(); print(s.family.name, n, oct(stat.S_IMODE(os.stat(n).st_mode)), flush=True); signal.pause()"
            socket=unix://%(here)s/%(program_name)s.sock
            socket_backlog=16
            socket_owner=root:root
            socket_mode=0660
            process_name=%(program_name)s_%(process_num)d
            numprocs=2
            startsecs=0
            stdout_logfile={dir}/f_%(process_num)d.out
            """,
            UntilFile("f_0.out", "0o660"), UntilFile("f_1.out", "0o660"), ReadFile("f_0.out"), ReadFile("f_1.out"),
            Until("f:f_0", "RUNNING"), Until("f:f_1", "RUNNING"),
            ListFiles("*.sock"),
            Call("supervisor.sendProcessStdin", "f:f_0", "x").Faults(20),
            Control("stop f:*").InAnyOrder(), ListFiles("*.sock"), Control("start f:f_0"), ListFiles("*.sock"),
            UntilFile("main.log", "(?s)Creating.*Closing.*Creating"), MainLog("socket")),

        ConformanceCase.Of(
            "fastcgi_on_a_port",
            """
            [fcgi-program:f]
            command=python3 -c "import socket, signal; s = socket.socket(fileno=0); print(s.family.name, flush=True); signal.pause()"
            socket=tcp://localhost:{port2}
            startsecs=0
            stdout_logfile={dir}/f.out
            """,
            UntilFile("f.out", "AF_INET\n"), ReadFile("f.out"), Until("f", "RUNNING"), Control("restart f"), Control("status"),
            UntilFile("main.log", "(?s)Creating.*Closing.*Creating"), MainLog("socket")),
    ];
}
