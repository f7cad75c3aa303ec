using Minos.Conformance.Tests.Running;

namespace Minos.Conformance.Tests.Cases;

/// <summary>Configurations and command lines that end the daemon at once: exit status and messages.</summary>
public sealed class RefusalTests : ConformanceTests<RefusalTests>, ICaseList
{
    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        Refused("a_bad_boolean", "autostart=maybe", "not a valid boolean value: 'maybe'"),
        Refused("a_bad_restart_word", "autorestart=perhaps", "invalid 'autorestart' value 'perhaps'"),
        Refused("a_bad_signal", "stopsignal=NOSUCH", "is not a valid signal name"),
        Refused("a_bad_format", "environment=A=%(here)q", "is badly formatted"),
        Refused("a_missing_directory", "stdout_logfile=/no/such/directory/x.log", "does not exist"),
        Refused("processes_without_a_number", "numprocs=2", "%(process_num) must be present"),
        Refused("group_kill_without_group_stop", "stopasgroup=true\nkillasgroup=false", "Cannot set stopasgroup=true and killasgroup=false"),
        Refused("an_unknown_user", "user=no-such-user", "Invalid user name no-such-user"),
        ConformanceCase.Refused("an_unknown_program", "[group:g]\nprograms=nosuch\n", "names unknown program"),
        ConformanceCase.Refused("a_listener_without_events", "[eventlistener:l]\ncommand=/bin/cat\n", "requires an \"events\" line"),
        ConformanceCase.Refused("an_unknown_event", "[eventlistener:l]\ncommand=/bin/cat\nevents=NO_SUCH\n", "Unknown event type NO_SUCH"),
        ConformanceCase.Refused("a_bad_socket", "[fcgi-program:f]\ncommand=/bin/cat\nsocket=foo://x\n", "Bad socket format"),
        ConformanceCase.Refused("half_a_password", "[unix_http_server]\nfile={dir}/s.sock\nusername=x\n", "incomplete authentication"),
        ConformanceCase.Refused("no_key", "[program:x]\ncommand\n", "parsing errors"),
        Started("no_configuration", "could not find config file", "-n", "-c", "{dir}/nosuch.conf"),
        Started("an_unknown_option", "option --bogus not recognized", "--bogus"),
        Started("a_positional_argument", "positional arguments are not supported", "-n", "-c", "{dir}/s.conf", "foo"),
        Started("a_bad_level", "bad logging level name", "-n", "-c", "{dir}/s.conf", "-e", "loud"),
        Started("an_option_twice", "conflicting command line option", "-c", "a", "-c", "b"),
        Started("its_version", "", "--version"),
    ];

    private static ConformanceCase Refused(string name, string keys, string message) =>
        ConformanceCase.Refused(name, $"[program:x]\ncommand=/bin/cat\n{keys}\n", message);

    private static ConformanceCase Started(string name, string message, params string[] arguments) =>
        ConformanceCase.Refused(name, "", message) with { Arguments = arguments };
}
