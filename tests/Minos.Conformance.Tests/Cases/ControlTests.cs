using Minos.Conformance.Tests.Coverage;
using Minos.Conformance.Tests.Running;
using Minos.Conformance.Tests.Steps;
using static Minos.Conformance.Tests.Steps.Ask;

namespace Minos.Conformance.Tests.Cases;

/// <summary>The control client: help, mistakes, the shell. Its work on processes is in the cases of that work.</summary>
public sealed class ControlTests : ConformanceTests<ControlTests>, ICaseList
{
    private const string Programs = """
        [program:cat]
        command=/bin/cat
        startsecs=0
        stdout_logfile={dir}/cat.out
        stderr_logfile={dir}/cat.err
        [program:off]
        command=/bin/cat
        autostart=false
        [program:quick]
        command=/bin/sh -c "exit 1"
        autostart=false
        startsecs=30
        startretries=0
        """;

    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        ConformanceCase.Of(
            "help_texts",
            "",
            new ControlStep("", string.Join('\n', Denominators.Actions.Select(static a => "help " + a)) + "\nhelp\n?\nhelp nosuch\n")),

        ConformanceCase.Of(
            "mistakes",
            Programs,
            Until("cat", "RUNNING"),
            Control("start"), Control("stop"), Control("restart"), Control("clear"), Control("nosuchaction"), Control("!ls"), Control("stat"),
            Control("avail x"), Control("reread x"), Control("version x"), Control("shutdown x"), Control("reload x"),
            Control("fg"), Control("fg cat off"), Control("fg nobody"), Control("fg off"), Control("open"), Control("open ftp://x"),
            Control("help nosuch"), Control("-s http://127.0.0.1:1 status"), Control("-s http://127.0.0.1:1 pid"),
            Control("-s http://127.0.0.1:1 avail"), Control("-s http://127.0.0.1:1 shutdown"), Control("-s unix://{dir}/no.sock status"),
            Control("-s foo status"), Control("-Z"), Control("-s"), Control("--bogus"), Control("--server http://127.0.0.1:{port} pid cat")),

        ConformanceCase.Of(
            "shell",
            Programs,
            Until("cat", "RUNNING"),
            Typed("status", "pid cat", "", "stop cat", "start cat", "nosuch", "help version", "version", "quit"),
            Typed("exit"),
            Typed("start off", "start quick", "status off"),
            Typed("open http://127.0.0.1:{port}", "EOF"),
            Typed("shutdown", "n", "reload", "n", "exit"),
            Control("-i status"),
            Typed("shutdown", "y"),
            Exit()),

        ConformanceCase.Of(
            "plug_ins",
            Programs + """

            [ctlplugin:greeter]
            supervisor.ctl_factory=greeter:make
            greeting=hello
            """,
            Until("cat", "RUNNING"), Control("status"), Control("greet")) with
        {
            Files = new Dictionary<string, string>
            {
                ["greeter.py"] = """
                    from supervisor.supervisorctl import ControllerPluginBase
                    class Greeter(ControllerPluginBase):
                        name = "greeter"
                        def __init__(self, controller, **config):
                            self.ctl = controller
                            self.greeting = config["greeting"]
                        def do_greet(self, arg):
                            self.ctl.output(self.greeting)
                    def make(controller, **config):
                        return Greeter(controller, **config)
                    """,
            },
            Environment = new Dictionary<string, string> { ["PYTHONPATH"] = "{dir}" },
        },

        ConformanceCase.Of(
            "foreground",
            Programs,
            Until("cat", "RUNNING"),
            new FollowStep("fg cat", "hello\n", "hello\n")),
    ];
}
