using Minos.Conformance.Tests.Running;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>How processes start, stop, fail and are started again.</summary>
public sealed class LifecycleTests : ConformanceTests<LifecycleTests>, ICaseList
{
    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        ConformanceCase.Of(
            "start_and_stop",
            """
            [program:cat]
            command=/bin/cat
            startsecs=0
            stdout_logfile={dir}/cat.out
            """,
            Until("cat", "RUNNING"),
            Call("supervisor.getProcessInfo", "cat"),
            Call("supervisor.startProcess", "cat").Faults(60),
            Call("supervisor.stopProcess", "cat"),
            Call("supervisor.stopProcess", "cat").Faults(70),
            Call("supervisor.getProcessInfo", "cat"),
            Call("supervisor.startProcess", "cat"),
            // Between fork and exec a child of supervisord's ignores what it is told.
            Call("supervisor.sendProcessStdin", "cat", "there\n"), UntilFile("cat.out", "there"),
            Call("supervisor.stopProcess", "cat", false),
            Until("cat", "STOPPED"),
            Control("status"),
            UntilFile("main.log", "(?s)stopped: cat.*stopped: cat"), MainLog("'cat'|: cat ")),

        ConformanceCase.Of(
            "expected_and_unexpected_exits",
            """
            [program:once]
            command=/bin/sh -c "exit 0"
            autostart=false
            startsecs=0
            [program:listed]
            command=/bin/sh -c "exit 7"
            autostart=false
            startsecs=0
            exitcodes=0,7
            [program:unlisted]
            command=/bin/sh -c "read go; exit 3"
            autostart=false
            startsecs=0
            autorestart=false
            [program:killed]
            command=/bin/sh -c "read go; kill -SEGV $$"
            autostart=false
            startsecs=0
            autorestart=false
            [program:again]
            command=/bin/sh -c "echo run >> {dir}/runs; exec cat"
            autostart=false
            startsecs=0
            autorestart=true
            """,
            Call("supervisor.startProcess", "once", false), Until("once", "EXITED"), Call("supervisor.getProcessInfo", "once"),
            Call("supervisor.startProcess", "listed", false), Until("listed", "EXITED"), Call("supervisor.getProcessInfo", "listed"),
            // What ends with an error before startProcess has looked, fails it.
            Call("supervisor.startProcess", "unlisted", false), Call("supervisor.sendProcessStdin", "unlisted", "go\n"), Until("unlisted", "EXITED"), Call("supervisor.getProcessInfo", "unlisted"),
            Call("supervisor.startProcess", "killed", false), Call("supervisor.sendProcessStdin", "killed", "go\n"), Until("killed", "EXITED"), Call("supervisor.getProcessInfo", "killed"),
            Call("supervisor.startProcess", "again"), UntilFile("runs", "^run$"),
            Call("supervisor.signalProcess", "again", "KILL"), UntilFile("runs", "^run\nrun$"), Until("again", "RUNNING"),
            Call("supervisor.getProcessInfo", "again"),
            Control("status"),
            UntilFile("main.log", "exited: again"), MainLog("exited: ").Shows("exited: listed (exit status 7; expected)", "(exit status 3; not expected)", "SIGKILL")),

        ConformanceCase.Of(
            "retries_until_fatal",
            """
            [program:quick]
            command=/bin/sh -c "exit 1"
            autostart=false
            startsecs=30
            startretries=2
            [program:once]
            command=/bin/sh -c "exit 0"
            autostart=false
            startsecs=30
            startretries=0
            """,
            Call("supervisor.startProcess", "quick").Faults(50),
            Until("quick", "BACKOFF"),
            Until("quick", "FATAL"),
            Call("supervisor.getProcessInfo", "quick").Shows("Exited too quickly"),
            Call("supervisor.stopProcess", "quick").Faults(70),
            Call("supervisor.startProcess", "once").Faults(50), Until("once", "FATAL"),
            Control("status"),
            UntilFile("main.log", "gave up: once"), MainLog("gave up|exited: ")),

        ConformanceCase.Of(
            "stop_while_backing_off",
            """
            [program:quick]
            command=/bin/sh -c "exit 1"
            startsecs=30
            startretries=20
            """,
            Until("quick", "BACKOFF"),
            Call("supervisor.startProcess", "quick").Faults(60),
            Call("supervisor.stopProcess", "quick"),
            Until("quick", "STOPPED"),
            Control("stop quick"),
            Control("start quick").Shows("ERROR (spawn error)")),

        ConformanceCase.Of(
            "commands_that_cannot_run",
            """
            [program:missing]
            command=/no/such/binary --flag
            autostart=false
            startretries=0
            [program:unfound]
            command=no-such-program-on-any-path
            autostart=false
            startretries=0
            [program:plain]
            command=/etc/passwd
            autostart=false
            startretries=0
            [program:folder]
            command=/etc
            autostart=false
            startretries=0
            [program:quotes]
            command=/bin/cat "unterminated
            autostart=false
            startretries=0
            [program:nothing]
            command=
            autostart=false
            startretries=0
            [program:nowhere]
            command=/bin/cat
            directory=/no/such/directory
            autostart=false
            startsecs=30
            startretries=0
            stderr_logfile={dir}/nowhere.err
            """,
            Call("supervisor.startProcess", "missing").Faults(20), Call("supervisor.getProcessInfo", "missing"),
            Call("supervisor.startProcess", "unfound").Faults(20),
            Call("supervisor.startProcess", "plain").Faults(21), Call("supervisor.getProcessInfo", "plain"),
            Call("supervisor.startProcess", "folder").Faults(21),
            Call("supervisor.startProcess", "quotes").Faults(21),
            Call("supervisor.startProcess", "nothing").Faults(21),
            Call("supervisor.startProcess", "nowhere").Faults(50), Until("nowhere", "FATAL"),
            ReadFile("nowhere.err").Shows("couldn't chdir to /no/such/directory: ENOENT"),
            Control("start missing"), Control("start plain"), Control("start folder"), Control("start quotes"),
            Control("status")),

        ConformanceCase.Of(
            "autostart_of_a_missing_command",
            """
            [program:missing]
            command=/no/such/binary
            startretries=0
            """,
            Until("missing", "FATAL"),
            Call("supervisor.getProcessInfo", "missing").Shows("can't find command"),
            UntilFile("main.log", "gave up: missing"), MainLog("missing|spawnerr")),

        ConformanceCase.Of(
            "stop_signals_and_patience",
            """
            [program:polite]
            command=/bin/sh -c "trap 'echo asked; exit 0' USR1; echo ready; while :; do sleep 0.05; done"
            startsecs=0
            stopsignal=USR1
            stdout_logfile={dir}/polite.out
            [program:stubborn]
            command=/bin/sh -c "trap '' TERM; echo ready; while :; do sleep 0.05; done"
            startsecs=0
            stopwaitsecs=1
            stdout_logfile={dir}/stubborn.out
            """,
            UntilFile("polite.out", "ready"), UntilFile("stubborn.out", "ready"),
            Until("polite", "RUNNING"), Until("stubborn", "RUNNING"),
            Call("supervisor.stopProcess", "polite"), ReadFile("polite.out").Shows("asked"), Call("supervisor.getProcessInfo", "polite"),
            Call("supervisor.stopProcess", "stubborn", false),
            Call("supervisor.getProcessInfo", "stubborn").Shows("STOPPING"),
            Call("supervisor.stopProcess", "stubborn").Faults(70),
            Call("supervisor.startProcess", "stubborn", false),
            Call("supervisor.startProcess", "stubborn").Faults(40),
            Until("stubborn", "STOPPED"), Call("supervisor.getProcessInfo", "stubborn"),
            UntilFile("main.log", "stopped: stubborn"), MainLog("SIGKILL|stopped: ").Shows("killing 'stubborn'")),

        ConformanceCase.Of(
            "signals_to_groups_of_processes",
            """
            [program:whole]
            command=/bin/sh -c "sleep 20 & echo $! > {dir}/whole.child; wait"
            startsecs=0
            stopasgroup=true
            killasgroup=true
            [program:alone]
            command=/bin/sh -c "sleep 20 & echo $! > {dir}/alone.child; wait"
            startsecs=0
            [program:probe]
            command=/bin/sh -c "for n in whole alone; do read p < {dir}/$n.child; if grep -qs 'State:.[RS]' /proc/$p/status; then echo $n lives; else echo $n gone; fi; done"
            autostart=false
            startsecs=0
            stdout_logfile={dir}/probe.out
            """,
            UntilFile("whole.child", @"\d"), UntilFile("alone.child", @"\d"),
            Until("whole", "RUNNING"), Until("alone", "RUNNING"),
            Call("supervisor.stopProcess", "whole"), Call("supervisor.stopProcess", "alone"),
            Call("supervisor.startProcess", "probe", false), Until("probe", "EXITED"),
            ReadFile("probe.out").Shows("whole gone", "alone lives")),

        ConformanceCase.Of(
            "signal_processes",
            """
            [program:trap]
            command=/bin/sh -c "trap 'echo hup' HUP; trap 'echo usr' USR1; echo ready; while :; do sleep 0.05; done"
            startsecs=0
            stdout_logfile={dir}/trap.out
            [program:idle]
            command=/bin/cat
            autostart=false
            """,
            UntilFile("trap.out", "ready"), Until("trap", "RUNNING"),
            Call("supervisor.signalProcess", "trap", "HUP"), UntilFile("trap.out", "hup"),
            Call("supervisor.signalProcess", "trap", "sigusr1"), UntilFile("trap.out", "usr"),
            Call("supervisor.signalProcess", "trap", 0),
            Call("supervisor.signalProcess", "trap", "0"),
            Call("supervisor.signalProcess", "trap", "NOSUCH").Faults(11),
            Call("supervisor.signalProcess", "trap", "99").Faults(11),
            Call("supervisor.signalProcess", "idle", "HUP").Faults(70),
            Call("supervisor.signalProcess", "nobody", "HUP").Faults(10),
            Call("supervisor.signalProcess", "trap:*", "0"),
            Call("supervisor.signalProcess", "trap:*", "NOSUCH"),
            Call("supervisor.signalProcessGroup", "trap", "0"),
            Call("supervisor.signalProcessGroup", "nobody", "0").Faults(10),
            Call("supervisor.signalAllProcesses", "0"),
            Control("signal HUP trap"), Control("signal 0 idle"), Control("signal NOSUCH trap"), Control("signal 0 nobody"),
            Control("signal 0 nobody:*"), Control("signal 0 all"), Control("signal HUP"), Control("signal")),

        ConformanceCase.Of(
            "what_a_child_gets",
            """
            [program:child]
            command=/bin/sh -c "umask; pwd; id -u; id -g; id -G; env | grep -v -e ^_= -e ^OLDPWD= | sort; echo end"
            autorestart=false
            startsecs=0
            umask=027
            directory=/usr
            user=nobody
            environment=ONE="1",TWO='two words',NAME="%(program_name)s-%(process_num)d-%(numprocs)d-%(group_name)s",HERE=%(here)s
            serverurl=http://somewhere:1
            stdout_logfile={dir}/child.out
            [program:plain]
            command=/bin/sh -c "umask; pwd; id -u; id -G; env | grep -v -e ^_= -e ^OLDPWD= | sort; echo end"
            autorestart=false
            startsecs=0
            stdout_logfile={dir}/plain.out
            """,
            UntilFile("child.out", "^end"), UntilFile("plain.out", "^end"),
            ReadFile("child.out").Shows("0027", "NAME=child-0-1-child"), ReadFile("plain.out")) with
        {
            Environment = new Dictionary<string, string> { ["FROM_PARENT"] = "yes" },
        },

        ConformanceCase.Of(
            "order_of_starting_and_stopping",
            """
            [program:last]
            command=/bin/cat
            startsecs=0
            priority=30
            [program:first]
            command=/bin/cat
            startsecs=0
            priority=10
            [program:b]
            command=/bin/cat
            startsecs=0
            [program:a]
            command=/bin/cat
            startsecs=0
            [group:middle]
            programs=b,a
            priority=20
            """,
            Until("last", "RUNNING"), Until("middle:a", "RUNNING"),
            UntilFile("main.log", "spawned: 'last'"), MainLog("spawned"),
            Control("status"),
            Call("supervisor.shutdown"), Exit(),
            MainLog("stopped: (first|last)")),
    ];
}
