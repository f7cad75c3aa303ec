using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>What event listeners get, to the byte.</summary>
public sealed class EventTests : ConformanceTests<EventTests>, ICaseList
{
    /// <summary>Writes what it gets to a file: serial numbers are left out, as they count what the daemon did meanwhile.</summary>
    private const string Listener = """
        import sys
        log = open(sys.argv[1], "a")
        answers = sys.argv[2:]
        while True:
            sys.stdout.write("READY\n")
            sys.stdout.flush()
            head = sys.stdin.readline()
            tokens = dict(t.split(":", 1) for t in head.split())
            body = sys.stdin.read(int(tokens["len"]))
            known = [t + ":" + tokens[t] for t in ("ver", "server", "pool", "eventname")]
            log.write(" ".join(known) + " | " + body.replace("\n", "\\n") + "\n")
            log.flush()
            answer = answers.pop(0) if answers else "OK"
            sys.stdout.write("RESULT %d\n%s" % (len(answer), answer))
            sys.stdout.flush()
        """;

    private static readonly Dictionary<string, string> s_listener = new() { ["listener.py"] = Listener };

    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        ConformanceCase.Of(
            "process_states",
            """
            [eventlistener:probe]
            command=python3 {dir}/listener.py {dir}/events
            events=PROCESS_STATE
            buffer_size=200
            startsecs=0
            result_handler=supervisor.dispatchers:default_handler
            [program:cat]
            command=/bin/cat
            autostart=false
            startsecs=0
            [program:fatal]
            command=/bin/sh -c "sleep 0.5; exit 1"
            autostart=false
            startsecs=30
            startretries=1
            [program:exits]
            command=/bin/sh -c "read go; exit 3"
            autostart=false
            autorestart=false
            startsecs=0
            """,
            UntilFile("events", "STATE_RUNNING.*processname:probe"),
            Call("supervisor.startProcess", "cat"), UntilFile("events", "STATE_RUNNING.*:cat"),
            Call("supervisor.stopProcess", "cat"), UntilFile("events", "STATE_STOPPED.*:cat"),
            // What ends with an error before startProcess has looked, fails it.
            Call("supervisor.startProcess", "exits", false), Call("supervisor.sendProcessStdin", "exits", "go\n"), UntilFile("events", "STATE_EXITED.*:exits"),
            Call("supervisor.startProcess", "fatal", false), UntilFile("events", "STATE_FATAL.*:fatal"),
            ReadFile("events").Shows(
                "PROCESS_STATE_STARTING", "PROCESS_STATE_RUNNING", "PROCESS_STATE_STOPPING", "PROCESS_STATE_STOPPED",
                "PROCESS_STATE_EXITED", "PROCESS_STATE_BACKOFF", "PROCESS_STATE_FATAL", "expected:0")) with
        {
            Files = s_listener,
        },

        ConformanceCase.Of(
            "communication_and_logs",
            """
            [eventlistener:probe]
            command=python3 {dir}/listener.py {dir}/events
            events=PROCESS_COMMUNICATION,PROCESS_LOG,REMOTE_COMMUNICATION
            buffer_size=200
            startsecs=0
            [program:out]
            command=/bin/sh -c "read x; printf 'plain<!--XSUPERVISOR:BEGIN-->captured<!--XSUPERVISOR:END-->and a longer tail after it\n'; exec cat"
            startsecs=0
            stdout_logfile={dir}/out.log
            stdout_capture_maxbytes=1KB
            stdout_events_enabled=false
            stderr_logfile=NONE
            [program:err]
            command=/bin/sh -c "read x; printf '<!--XSUPERVISOR:BEGIN-->of stderr<!--XSUPERVISOR:END-->' >&2; exec cat"
            startsecs=0
            stderr_logfile={dir}/err.log
            stderr_capture_maxbytes=1KB
            [program:short]
            command=/bin/sh -c "read x; printf 'plain<!--XSUPERVISOR:BEGIN-->short<!--XSUPERVISOR:END-->after'"
            startsecs=0
            autorestart=false
            stdout_logfile={dir}/short.log
            stdout_capture_maxbytes=1KB
            stderr_logfile=NONE
            [program:logged]
            command=/bin/sh -c "read x; echo to stdout; read x; echo to stderr >&2; exec cat"
            startsecs=0
            stdout_logfile=NONE
            stderr_logfile=NONE
            stdout_events_enabled=true
            stderr_events_enabled=true
            """,
            Until("probe", "RUNNING"), Until("out", "RUNNING"), Until("err", "RUNNING"), Until("logged", "RUNNING"), Until("short", "RUNNING"),
            Call("supervisor.sendRemoteCommEvent", "deploy", "payload of mine"), UntilFile("events", "deploy"),
            Call("supervisor.sendRemoteCommEvent", "é", "ü\nline"), UntilFile("events", "line"),
            Call("supervisor.sendProcessStdin", "out", "\n"), UntilFile("events", "captured"), UntilFile("out.log", "tail"), ReadFile("out.log"),
            Call("supervisor.sendProcessStdin", "err", "\n"), UntilFile("events", "of stderr"),
            Call("supervisor.sendProcessStdin", "short", "\n"), UntilFile("events", "short"), Until("short", "EXITED"), ReadFile("short.log"),
            Call("supervisor.sendProcessStdin", "logged", "\n"), UntilFile("events", "to stdout"),
            Call("supervisor.sendProcessStdin", "logged", "\n"), UntilFile("events", "to stderr"),
            ReadFile("events").Shows(
                "PROCESS_COMMUNICATION_STDOUT", "PROCESS_COMMUNICATION_STDERR", "PROCESS_LOG_STDOUT", "PROCESS_LOG_STDERR",
                "REMOTE_COMMUNICATION")) with
        {
            Files = s_listener,
        },

        ConformanceCase.Of(
            "groups_and_the_daemon",
            """
            [eventlistener:probe]
            command=python3 {dir}/listener.py {dir}/events
            events=PROCESS_GROUP,SUPERVISOR_STATE_CHANGE
            buffer_size=200
            startsecs=0
            priority=-5
            stderr_logfile=NONE
            [program:cat]
            command=/bin/cat
            autostart=false
            [program:slow]
            command=/bin/sh -c "trap '' TERM; until grep -qs STOPPING {dir}/events; do sleep 0.05; done"
            startsecs=0
            """,
            UntilFile("events", "CHANGE_RUNNING"), Until("slow", "RUNNING"),
            Call("supervisor.removeProcessGroup", "cat"), UntilFile("events", "GROUP_REMOVED"),
            Call("supervisor.addProcessGroup", "cat"), UntilFile("events", "GROUP_REMOVED.*\n.*GROUP_ADDED"),
            Control("avail"), Control("status"),
            Call("supervisor.shutdown"), Exit(),
            ReadFile("events").Shows(
                "PROCESS_GROUP_ADDED", "PROCESS_GROUP_REMOVED", "SUPERVISOR_STATE_CHANGE_RUNNING", "SUPERVISOR_STATE_CHANGE_STOPPING")) with
        {
            Files = s_listener,
        },

        ConformanceCase.Of(
            "everything_to_two_listeners_of_a_pool",
            """
            [eventlistener:probe]
            command=python3 {dir}/listener.py {dir}/events
            process_name=%(program_name)s_%(process_num)d
            numprocs=2
            events=remote_communication, TICK_5
            startsecs=0
            """,
            Until("probe:probe_0", "RUNNING"), Until("probe:probe_1", "RUNNING"),
            Call("supervisor.sendRemoteCommEvent", "a", "1"), UntilFile("events", @"type:a"),
            Call("supervisor.sendRemoteCommEvent", "b", "2"), UntilFile("events", @"type:b"),
            new ReadFileStep("events", "REMOTE")) with
        {
            Files = s_listener,
        },

        ConformanceCase.Of(
            "all_events",
            """
            [eventlistener:probe]
            command=python3 {dir}/listener.py {dir}/events
            events=EVENT
            buffer_size=500
            startsecs=0
            [program:cat]
            command=/bin/cat
            autostart=false
            startsecs=0
            """,
            UntilFile("events", "STATE_RUNNING.*:probe"),
            Call("supervisor.sendRemoteCommEvent", "a", "1"),
            Call("supervisor.startProcess", "cat"), Call("supervisor.stopProcess", "cat"), UntilFile("events", "STATE_STOPPED.*:cat"),
            new ReadFileStep("events", "REMOTE|GROUP|CHANGE|PROCESS_STATE")) with
        {
            Files = s_listener,
        },

        ConformanceCase.Of(
            "rejected_events_come_again",
            """
            [eventlistener:probe]
            command=python3 {dir}/listener.py {dir}/events FAIL FAIL OK
            events=REMOTE_COMMUNICATION
            startsecs=0
            """,
            Until("probe", "RUNNING"),
            Call("supervisor.sendRemoteCommEvent", "a", "1"), UntilFile("events", @"type:a.*\n.*type:a.*\n.*type:a"),
            Call("supervisor.sendRemoteCommEvent", "b", "2"), UntilFile("events", @"type:b"),
            ReadFile("events"), UntilFile("main.log", "(?s)rejected.*rejected"), MainLog("probe: ")) with
        {
            Files = s_listener,
        },

        ConformanceCase.Of(
            "a_listener_that_breaks_the_protocol",
            """
            [eventlistener:probe]
            command=/bin/sh -c "echo hello; exec cat"
            events=REMOTE_COMMUNICATION
            startsecs=0
            [eventlistener:liar]
            command=/bin/sh -c "echo READY; read x; printf 'RESULT x\n'; exec cat"
            events=REMOTE_COMMUNICATION
            startsecs=0
            """,
            Until("probe", "RUNNING"), UntilFile("main.log", "probe: has entered the UNKNOWN"),
            Until("liar", "RUNNING"), Call("supervisor.sendRemoteCommEvent", "a", "1"),
            UntilFile("main.log", "liar: has entered the UNKNOWN"),
            MainLog("(probe|liar): ")),

        ConformanceCase.Of(
            "ticks",
            """
            [eventlistener:probe]
            command=python3 {dir}/listener.py {dir}/events
            events=TICK
            startsecs=0
            """,
            UntilFile("main.log", "probe entered RUNNING"), Write("next-hour", ""),
            UntilFile("events", "TICK_3600"),
            // More may follow.
            new ReadFileStep("events", "TICK_(60|3600)").Shows("TICK_60", "TICK_3600"),
            UntilFile("events", "TICK_5 ")) with
        {
            Files = s_listener,
            HasShiftableClock = true,
        },
    ];
}
