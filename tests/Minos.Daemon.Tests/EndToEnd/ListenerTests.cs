using System.Globalization;
using System.Text.RegularExpressions;
using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

public partial class ListenerTests
{
    private const string Cat = """
        [program:cat]
        command=/bin/sh -c "printf 'plain<!--XSUPERVISOR:BEGIN-->message<!--XSUPERVISOR:END-->'; echo error >&2; exec sleep 1000"
        autostart=false
        startsecs=0
        stdout_capture_maxbytes=1KB
        stdout_events_enabled=true
        stderr_events_enabled=true
        """;

    [SkippableTheory]
    [InlineData("python3", ListenerScripts.Python)]
    [InlineData("sh", ListenerScripts.Shell)]
    public async Task A_listener_gets_every_event_as_from_Supervisor(string interpreter, string script)
    {
        string program = Requires.Program(interpreter);
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [eventlistener:probe]
            command={{program}} {dir}/listener
            events=PROCESS_STATE,PROCESS_COMMUNICATION,REMOTE_COMMUNICATION,PROCESS_GROUP,SUPERVISOR_STATE_CHANGE,PROCESS_LOG_STDOUT
            buffer_size=100
            stdout_logfile={dir}/out.log
            stderr_logfile={dir}/events.log
            {{Cat}}
            """,
            ("listener", script));
        await daemon.WaitForTextAsync("events.log", "processname:probe groupname:probe from_state:STARTING pid:");
        _ = await daemon.CallAsync("sendRemoteCommEvent", "deploy", 7);
        await daemon.WaitForTextAsync("events.log", "type:deploy\n7\n--\n");
        _ = await daemon.CallAsync("startProcess", "cat");
        await daemon.WaitForTextAsync("events.log", "\nmessage\n--\nver:");
        await daemon.WaitForTextAsync("events.log", "eventname:PROCESS_COMMUNICATION_STDOUT");
        _ = await daemon.CallAsync("stopProcess", "cat");
        _ = await daemon.CallAsync("removeProcessGroup", "cat");
        await daemon.WaitForTextAsync("events.log", "eventname:PROCESS_GROUP_REMOVED len:14\ngroupname:cat\n\n--\n");
        Assert.Equal(
            """
            0 PROCESS_GROUP_ADDED 16|groupname:probe|
            1 PROCESS_GROUP_ADDED 14|groupname:cat|
            2 SUPERVISOR_STATE_CHANGE_RUNNING 0|
            3 PROCESS_STATE_STARTING N|processname:probe groupname:probe from_state:STOPPED tries:0
            4 PROCESS_STATE_RUNNING N|processname:probe groupname:probe from_state:STARTING pid:N
            5 REMOTE_COMMUNICATION 13|type:deploy|7
            6 PROCESS_STATE_STARTING N|processname:cat groupname:cat from_state:STOPPED tries:0
            7 PROCESS_STATE_RUNNING N|processname:cat groupname:cat from_state:STARTING pid:N
            8 PROCESS_LOG_STDOUT N|processname:cat groupname:cat pid:N channel:stdout|plain
            9 PROCESS_LOG_STDOUT N|processname:cat groupname:cat pid:N channel:stdout|message
            10 PROCESS_COMMUNICATION_STDOUT N|processname:cat groupname:cat pid:N|message
            11 PROCESS_STATE_STOPPING N|processname:cat groupname:cat from_state:RUNNING pid:N
            12 PROCESS_STATE_STOPPED N|processname:cat groupname:cat from_state:STOPPING pid:N
            13 PROCESS_GROUP_REMOVED 14|groupname:cat|
            """.Split('\n'),
            Events(daemon.Text("events.log")));
        Assert.StartsWith("READY\nRESULT 2\nOKREADY\nRESULT 2\nOK", daemon.Text("out.log"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_listener_hears_of_the_shutdown_and_of_those_that_stop_before_it()
    {
        // It is told to stop in a way that it does not notice, and ends when it has heard everything. Once it is being stopped it is given no more
        // events, so the program before it ends only when the listener is ready for the second one.
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [eventlistener:probe]
            command={{Requires.Program("python3")}} {dir}/listener PROCESS_STATE_STOPPED
            events=PROCESS_STATE_STOPPED,SUPERVISOR_STATE_CHANGE_STOPPING
            startsecs=0
            stopsignal=0
            stopwaitsecs=60
            stderr_logfile={dir}/events.log
            [program:cat]
            command=/bin/sh -c "until [ $(grep -c 'probe: ACKNOWLEDGED -> READY' {dir}/main.log) -ge 2 ]; do sleep 0.05; done"
            autostart=false
            startsecs=0
            stopsignal=0
            stopwaitsecs=60
            """,
            ("listener", ListenerScripts.Python));
        await daemon.WaitForTextAsync("main.log", "DEBG probe: ACKNOWLEDGED -> READY");
        _ = await daemon.CallAsync("startProcess", "cat");
        Assert.Equal(0, await daemon.ShutDownAsync());
        Assert.Equal(
            ["0 SUPERVISOR_STATE_CHANGE_STOPPING 0|", "1 PROCESS_STATE_STOPPED N|processname:cat groupname:cat from_state:STOPPING pid:N"],
            Events(daemon.Text("events.log")));
    }

    [SkippableFact]
    public async Task Output_comes_before_the_exit_and_length_counts_characters()
    {
        await using ListenerDaemon daemon = await StartPythonAsync(
            "PROCESS_LOG,PROCESS_STATE_EXITED",
            """
            [program:short]
            command=/bin/sh -c "printf 'h\303\251 \360\237\230\200\n'; printf 'a\377b' >&2; exit 3"
            autostart=false
            startsecs=0
            autorestart=false
            stdout_events_enabled=true
            stderr_events_enabled=true
            """);
        await daemon.WaitForStateAsync("probe", "RUNNING");
        _ = await daemon.CallAsync("startProcess", "short");
        await daemon.WaitForTextAsync("events.log", "expected:0 pid:");
        string[] events = [.. Events(daemon.Text("events.log"))];
        Assert.Equal(
            [
                @"PROCESS_LOG_STDERR N|processname:short groupname:short pid:N channel:stderr|Undecodable: b'a\xffb'",
                "PROCESS_LOG_STDOUT N|processname:short groupname:short pid:N channel:stdout|hé 😀|",
                "PROCESS_STATE_EXITED N|processname:short groupname:short from_state:RUNNING expected:0 pid:N",
            ],
            events.Select(e => e[(e.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal));
        Assert.Contains("EXITED", events[2], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_message_larger_than_a_pipe_arrives_whole()
    {
        await using ListenerDaemon daemon = await StartPythonAsync("REMOTE_COMMUNICATION", "");
        await daemon.WaitForStateAsync("probe", "RUNNING");
        string large = string.Concat(Enumerable.Range(0, 100_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:x6}é")));
        _ = await daemon.CallAsync("sendRemoteCommEvent", "large", large);
        _ = await daemon.CallAsync("sendRemoteCommEvent", "small", "end");
        await daemon.WaitForTextAsync("events.log", "type:small\nend\n--\n");
        Assert.Contains($"len:{large.Length + 11}\ntype:large\n{large}\n--\n", daemon.Text("events.log"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Ticks_come_to_those_who_want_them()
    {
        await using ListenerDaemon daemon = await StartPythonAsync("TICK_5", "");
        await daemon.WaitForTextAsync("events.log", "eventname:TICK_5 len:15\nwhen:");
        long when = long.Parse(When().Match(daemon.Text("events.log")).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(0, when % 5);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - when, 0, 100);
    }

    [SkippableTheory]
    [InlineData("fail", "WARN faulty: event was rejected")]
    [InlineData("exit", "WARN exited: faulty (exit status 3; not expected)")]
    public async Task An_event_that_was_not_processed_comes_again(string mode, string line)
    {
        await using ListenerDaemon daemon = await StartFaultyAsync(mode);
        await daemon.WaitForTextAsync("faulty.log", "again serial:0 type:a\nb\n");
        Assert.StartsWith("first serial:0 type:a\nb\n", daemon.Text("faulty.log"), StringComparison.Ordinal);
        await daemon.WaitForTextAsync("main.log", line);
        await daemon.WaitForTextAsync("main.log", "DEBG rebuffering event 0 for pool faulty (buf size=0, max=10)");
    }

    [SkippableFact]
    public async Task A_listener_that_broke_the_protocol_gets_its_event_when_it_is_started_again()
    {
        await using ListenerDaemon daemon = await StartFaultyAsync("break");
        await daemon.WaitForTextAsync("main.log", "WARN faulty: bad result line: 'what?'");
        await daemon.WaitForTextAsync(
            "main.log",
            "WARN faulty: has entered the UNKNOWN state and will no longer receive events, this usually indicates the process violated the eventlistener protocol");
        Assert.DoesNotContain("again", daemon.Text("faulty.log"), StringComparison.Ordinal);
        _ = await daemon.CallAsync("stopProcess", "faulty");
        _ = await daemon.CallAsync("startProcess", "faulty");
        await daemon.WaitForTextAsync("faulty.log", "again serial:0 type:a\nb\n");
    }

    private static Task<ListenerDaemon> StartPythonAsync(string events, string programs) => ListenerDaemon.StartAsync(
        $$"""
        [eventlistener:probe]
        command={{Requires.Program("python3")}} {dir}/listener
        environment=PYTHONUTF8=1
        events={{events}}
        startsecs=0
        stderr_logfile={dir}/events.log
        {{programs}}
        """,
        ("listener", ListenerScripts.Python));

    private static async Task<ListenerDaemon> StartFaultyAsync(string mode)
    {
        ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [eventlistener:faulty]
            command={{Requires.Program("python3")}} {dir}/listener {{mode}} {dir}/mark
            events=REMOTE_COMMUNICATION
            startsecs=0
            autorestart=true
            stderr_logfile={dir}/faulty.log
            """,
            ("listener", ListenerScripts.Faulty));
        _ = await daemon.CallAsync("sendRemoteCommEvent", "a", "b");
        return daemon;
    }

    /// <summary>What the scripts noted, an event a line: number, name and length, payload; what differs from run to run is N.</summary>
    private static IEnumerable<string> Events(string log)
    {
        foreach (string entry in log.Split("\n--\n", StringSplitOptions.RemoveEmptyEntries))
        {
            Match header = Header().Match(entry);
            Assert.True(header.Success, entry);
            string payload = Pid().Replace(entry[header.Length..], "pid:N").Replace('\n', '|');
            string length = payload.Contains("processname", StringComparison.Ordinal) ? "N" : header.Groups["len"].Value;
            yield return $"{header.Groups["serial"].Value} {header.Groups["name"].Value} {length}|{payload}";
        }
    }

    [GeneratedRegex(@"^ver:3\.0 server:ident serial:(?<serial>\d+) pool:probe poolserial:\k<serial> eventname:(?<name>\w+) len:(?<len>\d+)\n")]
    private static partial Regex Header();

    [GeneratedRegex(@"pid:[1-9]\d*")]
    private static partial Regex Pid();

    [GeneratedRegex(@"when:(\d+)")]
    private static partial Regex When();
}
