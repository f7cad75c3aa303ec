namespace Minos.Conformance.Tests;

/// <summary>Everything that is meant to differ from Debian's supervisor 4.2.5; docs/guide/coming-from-supervisor.md explains it to users.</summary>
internal static class IntendedDifferences
{
    private const string FileAndLine = "The sentence is Supervisor's; before it stands the file, line and key, after it what would be accepted.";
    private const string PlugIns = "Plug-ins are Python classes that supervisorctl loads; supervisorctl with its plug-ins drives minosd.";
    private const string RestartPolicy = "getAllConfigInfo has the member that Supervisor's next version has.";
    private const string Assets = "After an upgrade browsers ask for the page's files again.";
    private const string OwnName = "It names the command that was called, not where supervisord lies.";

    private const string Journal = "The journal beside the pid file lets the next daemon take over the programs of one that was killed.";

    public static IReadOnlyList<IntendedDifference> All { get; } =
    [
        Refusal("a_bad_boolean", ":13: [program:x] autostart=maybe", "true or false (also yes/no, on/off, 1/0)"),
        Refusal("a_bad_restart_word", ":13: [program:x] autorestart=perhaps", "true, false or unexpected"),
        Refusal(
            "a_bad_signal", ":13: [program:x] stopsignal=NOSUCH",
            "a signal's name such as TERM, HUP, INT, QUIT, KILL, USR1 or USR2, or its number"),
        Refusal(
            "a_missing_directory", ":13: [program:x] stdout_logfile=/no/such/directory/x.log",
            "NONE, AUTO, or a path in a directory that exists; create the directory first"),
        Refusal(
            "processes_without_a_number", ":11: [program:x] process_name", "process_name=%(program_name)s_%(process_num)02d"),
        Refusal(
            "group_kill_without_group_stop", ":14: [program:x] killasgroup=false", "leave killasgroup out, or set both to true"),
        Refusal("an_unknown_user", ":13: [program:x] user=no-such-user", "the name or number of a user of this machine"),
        Refusal(
            "an_unknown_program", ":12: [group:g] programs=nosuch",
            "names of [program:...] or [fcgi-program:...] sections, separated by commas"),
        Refusal("a_listener_without_events", ":11: [eventlistener:l] events", "events= with a comma-separated list of event names"),
        Refusal("an_unknown_event", ":13: [eventlistener:l] events=NO_SUCH", "such as PROCESS_STATE, TICK_60 or EVENT for all"),
        Refusal("a_bad_socket", ":13: [fcgi-program:f] socket=foo://x", "tcp://host:port or unix:///absolute/path"),
        Refusal("half_a_password", ":11: [unix_http_server] password", "both username= and password="),
        Refusal(
            "a_bad_format", ":13: [program:x] environment=A=%(here)q",
            "write %% for a percent sign; an expression is %(name)s with one of the available names"),
        new(
            "no_configuration", "start", @"Error: (.*)\nFor help, use .* -h$", "Error: DIR/nosuch.conf: $1 (name a file that exists with -c)",
            FileAndLine),
        new(
            "no_key", "start", @"Error: (.*)\n(.*)\nFor help, use .* -h$",
            "Error: DIR/s.conf:12: $1 $2 (a line is key=value, [section], a comment, or a continuation that is indented deeper than its key)\n"
            + "Error: DIR/s.conf:11: [program:x] command: program section program:x does not specify a command in section 'program:x' "
            + "(file: 'DIR/s.conf') (command= with the program and its arguments)",
            FileAndLine + " All mistakes are reported, not only the first."),

        new(
            "include", "lines ncluded|No file matches of main.log", "WARN (No file matches.*)$",
            "WARN DIR/s.conf:12: [include] files=one.ini DIR/sub/*.ini nothing/*.ini: $1 (patterns are relative to the main file's directory)",
            FileAndLine),
        new(
            "warnings", "lines WARN of main.log", "WARN (For .program:a.*)$",
            "WARN DIR/s.conf:14: [program:a] stderr_logfile=DIR/ignored.err: $1", FileAndLine),
        new(
            "warnings", "lines WARN of main.log", "WARN (For .program:b.*)$",
            "WARN DIR/s.conf:18: [program:b] stdout_logfile_maxbytes=0: $1", FileAndLine),

        .. Enumerable.Select(
            ["an_unknown_option", "a_positional_argument", "a_bad_level", "an_option_twice"],
            static name => new IntendedDifference(name, "start", "use .* -h$", "use minosd -h", OwnName)),
        .. Enumerable.Select(
            ["ctl -s foo status", "ctl -Z", "ctl -s", "ctl --bogus"],
            static step => new IntendedDifference("mistakes", step, "use .* -h$", "use minosctl -h", OwnName) { OfClientOnly = true }),
        new(
            "its_version", "start", @"^4\.2\.5$", "minosd 0.1.0 (Supervisor 4.2.5)",
            "The command line tells which program it is. The RPC interface answers as Supervisor 4.2.5, as clients compare it."),

        new(
            "calls_that_are_wrong", "rpc supervisor.getProcessInfo(7)", "HTTP status 500",
            "fault 2 INCORRECT_PARAMETERS: argument 1 must be string, not int",
            "A parameter of the wrong type is a fault, as one too many is; Supervisor runs into an exception."),
        new(
            "system_methods", "rpc system.listMethods", @"(.*)supervisor\.addProcessGroup", "$1minos.getInfo\n$1minos.upgrade\n$1supervisor.addProcessGroup",
            "The methods beyond Supervisor's are listed, so that clients find out whether they are there."),
        new(
            "system_methods", "rpc system.methodHelp('supervisor.getState')", @"string (?s:.*)",
            "string Get what the supervisor is doing: FATAL (2), RUNNING (1), RESTARTING (0) or SHUTDOWN (-1).\n\n"
            + "@return struct result  {int statecode, string statename}",
            "The help texts are our own words."),

        new(
            "configuration_of_all_processes", "rpc supervisor.getAllConfigInfo*", @"(autostart: boolean 0\n)( +)(directory: string /tmp)",
            "$1$2autorestart: boolean 0\n$2$3", RestartPolicy),
        new(
            "configuration_of_all_processes", "rpc supervisor.getAllConfigInfo*", @"(autostart: boolean 0\n)( +)(directory: string none)",
            "$1$2autorestart: string unexpected\n$2$3", RestartPolicy),

        new("grammar", "rpc supervisor.getAllConfigInfo", @"(autostart: boolean 1\n)( +)directory", "$1$2autorestart: boolean 0\n$2directory", RestartPolicy),
        new(
            "grammar", "rpc supervisor.getAllConfigInfo", @"(autostart: boolean 0\n)( +)directory", "$1$2autorestart: string unexpected\n$2directory",
            RestartPolicy),

        new("routes", "http GET /stylesheets/supervisor.css", "text/css\n", "text/css;charset=utf-8\nCache-Control: no-cache\n", Assets),
        new("routes", "http HEAD /stylesheets/supervisor.css", "text/css\n", "text/css;charset=utf-8\nCache-Control: no-cache\n", Assets),
        new("routes", "http GET /images/icon.png", "image/png\n", "image/png\nCache-Control: no-cache\n", Assets),
        new("routes", "http GET /stylesheets", "http://localhost/", "/", "The redirection works behind whatever name and proxy."),

        new(
            "commands_that_cannot_run", "ctl status",
            @"^(nowhere .*)Exited too quickly \(process log may have details\)$", "$1couldn't chdir to /no/such/directory: ENOENT",
            "That a directory or user cannot be had is known at once, and status shows it; Supervisor only finds the child gone."),

        new(
            "logs_that_cannot_be_read", "rpc supervisor.clearProcessLogs('cat')", "fault 30 FAILED: cat", "boolean 1",
            "A log file that cannot be removed is emptied."),
        new(
            "logs_that_cannot_be_read", "ctl clear cat", @"ERROR \(failed\)(\n.*\n.*) 1$", "cleared$1 0", "The same."),

        new(
            "communication_and_logs", "file short.log", "^plain$", "plainafter",
            "What is shorter than a capture token is written at once; Supervisor holds it back and loses it when the program ends."),
        new(
            "fastcgi_on_a_unix_socket", "files *.sock #2", "^f.sock .*", "",
            "A socket that nobody listens on any more is removed, so that web servers see it and nothing is in the way of the next start."),
        new(
            "fastcgi_on_a_unix_socket", "lines socket of main.log", @"\A.*\n.*\n", "", "No socket is made on trial when the daemon starts."),
        new(
            "fastcgi_on_a_port", "lines socket of main.log", @"\A.*\n.*\n", "", "No socket is made on trial when the daemon starts."),

        new(
            "in_the_background", "files main.*", "main.log OtherRead, GroupRead, ", "main.log ",
            "The umask of the configuration counts for the main log, too; Supervisor opens it before."),
        new("in_the_background", "files main.*", @"\Amain\.log", "main.journal UserWrite, UserRead\nmain.log", Journal),
        new("as_another_user", "files main.*", @"\Amain\.log", "main.journal UserWrite, UserRead\nmain.log", Journal),
        new("command_line_over_file", "files other.*", @"\Aother\.log", "other.journal UserWrite, UserRead\nother.log", Journal),
        new(
            "web_actions", "http GET /index.html?action=restartall", "CTIME$",
            "CTIME.%20Failed%3A%20missing%3Amissing%3A%20NO_FILE%3A%20can%27t%20find%20command%20%27/no/such/binary%27",
            "The message tells which processes did not start."),
        new(
            "restart_with_a_broken_file", "exit", @"exit status (143|2)\n(Error: .*\nFor help, .*\n)?", "exit status 0\n",
            "A restart with a configuration that cannot be used is refused and everything goes on; Supervisor stops everything and ends."),
        new(
            "a_listener_that_breaks_the_protocol", "lines (probe|liar):  of main.log", @"\A",
            "TIME INFO probe: wrote b'hello\\n' when READY was expected\n", "The log says what the listener did wrong."),

        new("plug_ins", "ctl status", "-- stderr\n", "-- stderr\nthe plug-in of [ctlplugin:greeter] is not loaded\n", PlugIns)
        {
            OfClientOnly = true,
        },
        new(
            "plug_ins", "ctl greet", @"hello\n-- stderr\n(.*) 0",
            "*** Unknown syntax: greet\n-- stderr\nthe plug-in of [ctlplugin:greeter] is not loaded\n$1 1",
            PlugIns)
        {
            OfClientOnly = true,
        },
    ];

    /// <summary>What of Coverage/Denominators.cs no case can show, and why.</summary>
    public static IReadOnlyDictionary<string, string> Unexercised { get; } = new Dictionary<string, string>
    {
        ["event PROCESS_STATE_UNKNOWN"] =
            "A process gets there when kill(2) is refused, which takes a child that has changed its user by itself; the state machine's tests have it.",
        ["option -h"] = "The help text is our own.",
    };

    // Supervisor's "Error: sentence" and its pointer to -h become one line with the place and the remedy.
    private static IntendedDifference Refusal(string name, string place, string remedy) => new(
        name, "start", @"Error: (.*)\nFor help, use .* -h$", $"Error: DIR/s.conf{place}: $1 ({remedy})", FileAndLine);
}
