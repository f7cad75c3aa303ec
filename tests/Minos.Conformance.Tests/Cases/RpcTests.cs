using Minos.Conformance.Tests.Coverage;
using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>The RPC interface itself: what it says about itself, its faults, multicall, raw requests.</summary>
public sealed class RpcTests : ConformanceTests<RpcTests>, ICaseList
{
    private const string Cat = """
        [program:cat]
        command=/bin/cat
        startsecs=0
        """;

    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        ConformanceCase.Of(
            "about_the_daemon",
            Cat,
            Until("cat", "RUNNING"),
            Call("supervisor.getAPIVersion"), Call("supervisor.getVersion"), Call("supervisor.getSupervisorVersion"),
            Call("supervisor.getIdentification"), Call("supervisor.getState"), Call("supervisor.getPID"),
            Call("supervisor.readLog", -10, 0), Call("supervisor.readLog", -1, 10).Faults(3), Call("supervisor.readLog", 0, -5).Faults(3),
            Call("supervisor.readMainLog", 0, 4),
            Call("supervisor.clearLog"), Call("supervisor.readLog", 0, 0),
            Control("version"), Control("pid"), Control("maintail -20"), Control("maintail")),

        ConformanceCase.Of(
            "system_methods",
            "",
            [
                Call("system.listMethods"),
                .. Denominators.Methods.Select(static m => Call("system.methodSignature", m)),
                Call("system.methodSignature", "no.such").Faults(4), Call("system.methodSignature", "supervisor").Faults(4),
                Call("system.methodHelp", "no.such").Faults(4),
                Call("system.methodHelp", "supervisor.getState"),
                Call("system.listMethods", "extra").Faults(2),
            ]),

        ConformanceCase.Of(
            "calls_that_are_wrong",
            Cat,
            Until("cat", "RUNNING"),
            Call("no.such").Faults(1), Call("nonamespace").Faults(1), Call("supervisor.noSuch").Faults(1), Call("supervisor._update", "SHUTDOWN").Faults(1),
            Call("supervisor.__class__").Faults(1), Call("supervisor.getState.x").Faults(1),
            Call("supervisor.getProcessInfo").Faults(2), Call("supervisor.getProcessInfo", "cat", "more").Faults(2),
            Call("supervisor.startProcess").Faults(2), Call("supervisor.startProcess", "cat", true, 1).Faults(2),
            Call("supervisor.getState", 1).Faults(2), Call("supervisor.getProcessInfo", 7),
            Call("supervisor.addProcessGroup", "cat").Faults(90), Call("supervisor.addProcessGroup", "zzz").Faults(10),
            Call("supervisor.readProcessStdoutLog", "cat", "0", "0")),

        ConformanceCase.Of(
            "multicall",
            Cat,
            Until("cat", "RUNNING"),
            Multicall(),
            Multicall(
                new("supervisor.getState"),
                new("supervisor.startProcess", "cat"),
                new("supervisor.stopProcess", "cat"),
                new("supervisor.startProcess", "cat"),
                new("supervisor.startProcess", "nobody"),
                new("supervisor.getIdentification"),
                new("no.such"),
                new("system.multicall"),
                new("supervisor.getProcessInfo")),
            Post(
                "<methodCall><methodName>system.multicall</methodName><params><param><value><array><data>"
                + "<value><struct/></value></data></array></value></param></params></methodCall>")),

        ConformanceCase.Of(
            "raw_requests",
            "",
            Post("this is not xml"),
            Post("<methodCall></methodCall>"),
            Post("<methodCall><methodName></methodName></methodCall>"),
            Post("<?xml version='1.0'?><methodCall><methodName>supervisor.getState</methodName></methodCall>"),
            Post("<methodCall><methodName>supervisor.getIdentification</methodName><params></params></methodCall>"),
            Post("<methodCall><methodName>supervisor.getProcessInfo</methodName><params><param><value>é &amp; &lt;x&gt;</value></param></params></methodCall>"),
            Post("<methodCall><methodName>supervisor.getProcessInfo</methodName><params><param><value><string>a</string></value></param></params></methodCall>"),
            Get("/RPC2"),
            new HttpStep("POST", "/RPC2/more") { Body = "<methodCall><methodName>supervisor.getState</methodName></methodCall>" }),

        new(
            "without_the_supervisor_interface",
            """
            [supervisord]
            logfile={dir}/main.log
            pidfile={dir}/main.pid
            [inet_http_server]
            port=127.0.0.1:{port}
            [supervisorctl]
            serverurl=http://127.0.0.1:{port}
            """,
            [Call("system.listMethods"), Call("supervisor.getState").Faults(1), Control("status"), Control("pid"), Control("reread")]),

        ConformanceCase.Of(
            "while_shutting_down",
            """
            [program:stubborn]
            command=/bin/sh -c "trap '' TERM; echo ready; until [ -e {dir}/enough ]; do sleep 0.05; done"
            startsecs=0
            stopwaitsecs=100
            stdout_logfile={dir}/stubborn.out
            """,
            [
                UntilFile("stubborn.out", "ready"), Until("stubborn", "RUNNING"),
                Call("supervisor.shutdown"),
                // Until the daemon has seen it the calls are still answered.
                UntilFile("main.log", "waiting for stubborn to die"),
                Call("supervisor.getState").Faults(6), Call("supervisor.shutdown").Faults(6), Call("supervisor.restart").Faults(6),
                Call("supervisor.getAllProcessInfo").Faults(6), Call("supervisor.reloadConfig").Faults(6),
                Call("supervisor.startProcess", "stubborn").Faults(6), Call("supervisor.signalAllProcesses", "0").Faults(6),
                Call("supervisor.sendRemoteCommEvent", "type", "data"),
                Multicall(new BatchedCall("supervisor.getState")),
                Control("status"), Control("avail"), Control("reread"), Control("update"), Control("add x"), Control("remove x"),
                Control("shutdown"), Control("reload"), Control("pid"),
                Get("/ok.html"),
                Write("enough", ""), Exit(),
            ]),

        ConformanceCase.Of(
            "configuration_of_all_processes",
            """
            [program:all]
            command=/bin/cat -u
            autostart=false
            autorestart=false
            startsecs=3
            startretries=4
            exitcodes=1,2
            stopsignal=HUP
            stopwaitsecs=9
            stopasgroup=true
            killasgroup=true
            priority=17
            user=nobody
            directory=/tmp
            redirect_stderr=false
            stdout_logfile=NONE
            stdout_logfile_maxbytes=2MB
            stdout_logfile_backups=3
            stdout_capture_maxbytes=4KB
            stdout_events_enabled=true
            stdout_syslog=true
            stderr_logfile={dir}/all.err
            stderr_logfile_maxbytes=5KB
            stderr_logfile_backups=6
            stderr_capture_maxbytes=7
            stderr_events_enabled=true
            stderr_syslog=true
            serverurl=http://127.0.0.1:1
            [program:defaults]
            command=/bin/cat
            autostart=false
            [program:many]
            command=/bin/cat %(process_num)d
            process_name=%(program_name)s_%(process_num)02d
            numprocs=2
            autostart=false
            """,
            Call("supervisor.getAllConfigInfo"),
            Call("supervisor.reloadConfig"),
            Call("supervisor.getAllConfigInfo"),
            Control("avail")),
    ];

    private static HttpStep Post(string body) => new("POST", "/RPC2") { Body = body };
}
