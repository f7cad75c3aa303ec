namespace Minos.Conformance.Tests.Coverage;

/// <summary>Everything that Supervisor has and a case has to exercise.</summary>
internal static class Denominators
{
    private const string Program =
        "command process_name numprocs numprocs_start priority autostart startsecs startretries autorestart exitcodes stopsignal stopwaitsecs "
        + "stopasgroup killasgroup user redirect_stderr stdout_logfile stdout_logfile_maxbytes stdout_logfile_backups stdout_capture_maxbytes "
        + "stdout_events_enabled stdout_syslog stderr_logfile stderr_logfile_maxbytes stderr_logfile_backups stderr_capture_maxbytes "
        + "stderr_events_enabled stderr_syslog environment directory umask serverurl";

    /// <summary>The keys of each kind of section; those of programs count once, though three kinds of section have them.</summary>
    public static IReadOnlyDictionary<string, string[]> Keys { get; } = new Dictionary<string, string[]>
    {
        ["unix_http_server"] = Words("file chmod chown username password"),
        ["inet_http_server"] = Words("port username password"),
        ["supervisord"] = Words(
            "logfile logfile_maxbytes logfile_backups loglevel pidfile umask nodaemon silent minfds minprocs nocleanup childlogdir user directory "
            + "strip_ansi environment identifier"),
        ["supervisorctl"] = Words("serverurl username password prompt history_file"),
        ["program"] = Words(Program),
        ["fcgi-program"] = Words("socket socket_backlog socket_owner socket_mode"),
        ["eventlistener"] = Words("events buffer_size result_handler"),
        ["group"] = Words("programs priority"),
        ["rpcinterface"] = Words("supervisor.rpcinterface_factory"),
        ["ctlplugin"] = Words("supervisor.ctl_factory"),
        ["include"] = Words("files"),
    };

    public static IReadOnlyList<string> Methods { get; } =
    [
        .. Words(
            "addProcessGroup clearAllProcessLogs clearLog clearProcessLog clearProcessLogs getAPIVersion getAllConfigInfo getAllProcessInfo "
            + "getIdentification getPID getProcessInfo getState getSupervisorVersion getVersion readLog readMainLog readProcessLog "
            + "readProcessStderrLog readProcessStdoutLog reloadConfig removeProcessGroup restart sendProcessStdin sendRemoteCommEvent shutdown "
            + "signalAllProcesses signalProcess signalProcessGroup startAllProcesses startProcess startProcessGroup stopAllProcesses stopProcess "
            + "stopProcessGroup tailProcessLog tailProcessStderrLog tailProcessStdoutLog").Select(static m => "supervisor." + m),
        .. Words("listMethods methodHelp methodSignature multicall").Select(static m => "system." + m),
    ];

    public static IReadOnlyList<int> Faults { get; } = [1, 2, 3, 4, 6, 10, 11, 20, 21, 30, 40, 50, 60, 70, 80, 90, 91, 92];

    /// <summary>The events that listeners get.</summary>
    public static IReadOnlyList<string> Events { get; } = Words(
        "PROCESS_STATE_STOPPED PROCESS_STATE_STARTING PROCESS_STATE_RUNNING PROCESS_STATE_BACKOFF PROCESS_STATE_STOPPING PROCESS_STATE_EXITED "
        + "PROCESS_STATE_FATAL PROCESS_STATE_UNKNOWN PROCESS_COMMUNICATION_STDOUT PROCESS_COMMUNICATION_STDERR PROCESS_LOG_STDOUT "
        + "PROCESS_LOG_STDERR REMOTE_COMMUNICATION SUPERVISOR_STATE_CHANGE_RUNNING SUPERVISOR_STATE_CHANGE_STOPPING TICK_5 TICK_60 TICK_3600 "
        + "PROCESS_GROUP_ADDED PROCESS_GROUP_REMOVED");

    /// <summary>The names that stand for several events and can only be subscribed to.</summary>
    public static IReadOnlyList<string> AbstractEvents { get; } =
        Words("EVENT PROCESS_STATE PROCESS_COMMUNICATION PROCESS_LOG SUPERVISOR_STATE_CHANGE TICK PROCESS_GROUP");

    /// <summary>What supervisorctl can be told.</summary>
    public static IReadOnlyList<string> Actions { get; } = Words(
        "add avail clear exit fg maintail open pid quit reload remove reread restart shutdown signal start status stop tail update version help EOF");

    /// <summary>supervisord's options, by their letters where they have one.</summary>
    public static IReadOnlyList<string> Options { get; } = Words("-c -n -s -h -v -u -m -d -l -y -z -e -j -i -q -k -a -t --minprocs");

    public static IReadOnlyList<string> Expansions { get; } =
        Words("here host_node_name program_name group_name process_num numprocs ENV_");

    public static IReadOnlyList<string> Signals { get; } = Words("TERM INT QUIT HUP USR2");

    public static IReadOnlyList<string> WebActions { get; } = Words("refresh stopall restartall start stop restart clearlog");

    /// <summary>How the paths begin that are answered over HTTP.</summary>
    public static IReadOnlyList<string> Routes { get; } =
        Words("/RPC2 /logtail/ /mainlogtail /index.html /tail.html /ok.html /stylesheets/ /images/");

    private static string[] Words(string text) => text.Split(' ');
}
