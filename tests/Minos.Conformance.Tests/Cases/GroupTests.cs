using Minos.Conformance.Tests.Running;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>Programs of several processes, groups, and commands for many at once.</summary>
public sealed class GroupTests : ConformanceTests<GroupTests>, ICaseList
{
    private const string Groups = """
        [program:web]
        command=/bin/cat
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        numprocs_start=5
        startsecs=0
        priority=20
        [program:db]
        command=/bin/cat
        startsecs=0
        priority=10
        [program:solo]
        command=/bin/cat
        startsecs=0
        autostart=false
        [group:app]
        programs=web,db
        priority=5
        """;

    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        ConformanceCase.Of(
            "group_methods",
            Groups,
            Until("app:db", "RUNNING"), Until("app:web_05", "RUNNING"), Until("app:web_06", "RUNNING"),
            Call("supervisor.getAllProcessInfo"),
            Call("supervisor.stopProcessGroup", "app"),
            Call("supervisor.stopProcessGroup", "app"),
            Call("supervisor.startProcessGroup", "app", false), Until("app:db", "RUNNING"),
            Call("supervisor.stopProcess", "app:web_05"),
            Call("supervisor.startProcessGroup", "app"),
            Call("supervisor.startProcessGroup", "ghost").Faults(10),
            Call("supervisor.stopProcessGroup", "ghost").Faults(10),
            Call("supervisor.startProcess", "app:*"),
            Call("supervisor.stopProcess", "app:*"),
            Call("supervisor.startProcess", "app:"),
            Call("supervisor.stopAllProcesses"),
            Call("supervisor.startAllProcesses").Shows("status: int 80"),
            Call("supervisor.stopAllProcesses", false),
            Until("solo", "STOPPED"), Until("app:db", "STOPPED")),

        ConformanceCase.Of(
            "group_names",
            Groups,
            Until("app:db", "RUNNING"),
            Call("supervisor.getProcessInfo", "app"), Call("supervisor.getProcessInfo", "app:*").Faults(10),
            Call("supervisor.getProcessInfo", "web_05").Faults(10), Call("supervisor.getProcessInfo", "a:b:c").Faults(10),
            Call("supervisor.getProcessInfo", ""), Call("supervisor.getProcessInfo", "*"), Call("supervisor.getProcessInfo", ":db"),
            Control("status app:*"), Control("status app:"), Control("status app:db solo app:db"), Control("status nothere"),
            Control("status nothere:*"), Control("status db"), Control("status all"),
            Control("pid app:db"), Control("pid solo"), Control("pid nothere"), Control("pid all").InAnyOrder()),

        ConformanceCase.Of(
            "control_of_groups",
            Groups,
            Until("app:db", "RUNNING"), Until("app:web_05", "RUNNING"), Until("app:web_06", "RUNNING"),
            Control("restart app:web_06"), Control("restart ghost"), Control("restart app:*").InAnyOrder(),
            Control("stop app:web_05 app:db"), Control("stop app:*").InAnyOrder(), Control("stop ghost:*"), Control("stop ghost"),
            Control("start app:*").InAnyOrder(), Control("start ghost:*"), Control("start ghost"), Control("start all").InAnyOrder(),
            Control("start all"), Control("restart all").InAnyOrder(), Control("stop all").InAnyOrder(), Control("stop solo"),
            Control("clear app:db"), Control("clear solo app:web_05"), Control("clear ghost"), Control("clear app:*"),
            Control("status").Shows("STOPPED")),

        ConformanceCase.Of(
            "one_program_in_two_groups",
            """
            [program:cat]
            command=/bin/cat
            startsecs=0
            [group:one]
            programs=cat
            [group:two]
            programs=cat
            [group:empty]
            programs=
            """,
            Until("one:cat", "RUNNING"), Until("two:cat", "RUNNING"),
            Control("status"), Control("avail"), Control("stop one:cat"), Control("status"),
            Call("supervisor.stopProcessGroup", "empty")),
    ];
}
