using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>A configuration that changes while the daemon runs.</summary>
public sealed class ReloadTests : ConformanceTests<ReloadTests>, ICaseList
{
    private const string Include = """
        [include]
        files=conf.d/*.ini
        """;

    private static readonly Dictionary<string, string> s_files = new()
    {
        ["conf.d/a.ini"] = Program("a"),
        ["conf.d/b.ini"] = Program("b"),
    };

    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        ConformanceCase.Of(
            "reread_and_update",
            Include,
            Until("a", "RUNNING"), Until("b", "RUNNING"),
            Call("supervisor.reloadConfig"),
            Control("reread"), Control("update"),
            Write("conf.d/c.ini", Program("c") + "autostart=false\n"),
            Write("conf.d/b.ini", Program("b") + "stopwaitsecs=7\n"),
            Write("conf.d/a.ini", ""),
            Call("supervisor.reloadConfig"),
            Control("reread"), Control("avail"),
            Control("update c"), Control("status"),
            Control("update ghost"), Control("update b"), Control("update all"),
            Control("status"),
            Call("supervisor.reloadConfig")) with
        {
            Files = s_files,
        },

        ConformanceCase.Of(
            "add_and_remove",
            Include,
            Until("a", "RUNNING"), Until("b", "RUNNING"),
            Write("conf.d/c.ini", Program("c")),
            Call("supervisor.addProcessGroup", "c").Faults(10),
            Call("supervisor.reloadConfig"),
            Call("supervisor.addProcessGroup", "c"),
            Call("supervisor.addProcessGroup", "c").Faults(90),
            Until("c", "RUNNING"),
            Call("supervisor.removeProcessGroup", "c").Faults(91),
            Call("supervisor.stopProcess", "c"),
            Call("supervisor.removeProcessGroup", "c"),
            Call("supervisor.removeProcessGroup", "c").Faults(10),
            Call("supervisor.getProcessInfo", "c").Faults(10),
            Control("add c"), Control("add c"), Control("add zzz"), Control("add"),
            Control("remove b"), Control("stop b"), Control("remove b"), Control("remove b"), Control("remove"),
            Control("status")) with
        {
            Files = s_files,
        },

        ConformanceCase.Of(
            "a_configuration_with_mistakes",
            Include,
            Until("a", "RUNNING"),
            Write("conf.d/d.ini", "[program:d]\nstartsecs=0\n"),
            Call("supervisor.reloadConfig").Faults(92), Control("reread"), Control("update"),
            Write("conf.d/d.ini", "[program:d]\ncommand=/bin/cat\nstartsecs=oops\n"),
            Call("supervisor.reloadConfig").Faults(92), Control("reread"),
            Write("conf.d/d.ini", "[group:g]\nprograms=nosuch\n"),
            Control("reread"),
            Write("conf.d/d.ini", "not a section\n"),
            Control("reread"),
            Write("conf.d/d.ini", ""),
            Control("reread"), Control("update"), Control("status a")) with
        {
            Files = s_files,
        },

        ConformanceCase.Of(
            "every_change_of_a_program",
            Include,
            Until("a", "RUNNING"),
            Write("conf.d/a.ini", Program("a") + "environment=A=\"1\"\n"), Control("reread"),
            Write("conf.d/a.ini", Program("a") + "priority=5\n"), Control("reread"),
            Write("conf.d/a.ini", Program("a") + "numprocs=2\nprocess_name=%(process_num)d\n"), Control("reread"),
            Write("conf.d/a.ini", Program("a") + "stdout_logfile={dir}/a.out\n"), Control("reread"),
            Write("conf.d/a.ini", Program("a") + "stdout_logfile=NONE\n"), Control("reread"),
            Write("conf.d/a.ini", Program("a") + "exitcodes=0,3\n"), Control("reread"),
            Write("conf.d/a.ini", Program("a") + "umask=022\n"), Control("reread"),
            Write("conf.d/a.ini", Program("a") + "autorestart=true\n"), Control("reread"),
            Write("conf.d/a.ini", Program("a") + "; a comment\n"), Control("reread")) with
        {
            Files = s_files,
        },

        ConformanceCase.Of(
            "restart_reads_the_configuration_again",
            Include,
            Until("a", "RUNNING"), Until("b", "RUNNING"),
            Write("conf.d/a.ini", ""),
            Write("conf.d/c.ini", Program("c")),
            Call("supervisor.restart"),
            Until("c", "RUNNING"), Until("b", "RUNNING"),
            Control("status"),
            Write("conf.d/c.ini", ""),
            Write("conf.d/a.ini", Program("a")),
            Control("reload"),
            Until("a", "RUNNING"),
            Control("status"),
            Write("conf.d/e.ini", Program("e")),
            Signal("HUP"),
            Until("e", "RUNNING"),
            Control("shutdown"),
            Exit().Shows("exit status 0"),
            new ReadFileStep("main.log", "received|shutdown|waiting for .* to die|started with") { Repeated = "waiting for .* to die" }) with
        {
            Files = s_files,
        },
    ];

    private static string Program(string name) => $"[program:{name}]\ncommand=/bin/cat\nstartsecs=0\n";
}
