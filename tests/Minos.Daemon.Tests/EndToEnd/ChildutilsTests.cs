using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>A listener that is written with Supervisor's own Python module for listeners, as superlance's are.</summary>
public class ChildutilsTests
{
    // Notes what the module makes of each event; rejects the event of type "reject" once; asks and drives the daemon by the module's client.
    private const string Script = """
        import os, sys
        from supervisor import childutils

        rpc = childutils.getRPCInterface(os.environ)
        rejected = False

        def note(*words):
            sys.stderr.write(' '.join(str(word) for word in words) + '\n')
            sys.stderr.flush()

        while True:
            headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
            event = headers['eventname']
            assert len(payload) == int(headers['len']), (headers, payload)
            values, data = childutils.eventdata(payload + '\n')
            if event == 'REMOTE_COMMUNICATION':
                note('remote', headers['serial'], values['type'], repr(data))
                if values['type'] == 'reject' and not rejected:
                    rejected = True
                    childutils.listener.fail(sys.stdout)
                    continue
            elif event == 'PROCESS_COMMUNICATION_STDOUT':
                note('communication', values['processname'], values['groupname'], values['pid'], repr(data))
            elif event == 'PROCESS_STATE_EXITED':
                note('exited', values['processname'], values['from_state'], values['expected'], values['pid'])
                name = values['groupname'] + ':' + values['processname']
                info = rpc.supervisor.getProcessInfo(name)
                note('asked', info['statename'], info['exitstatus'], rpc.supervisor.getIdentification(), headers['server'])
                rpc.supervisor.startProcess('again', False)
            elif event == 'PROCESS_STATE_RUNNING':
                note('running', values['processname'])
            childutils.listener.ok(sys.stdout)
        """;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_listener_of_Supervisors_own_module_runs_unchanged(bool isTcp)
    {
        int port = LoopbackPort.Take();
        string tcp = isTcp ? $"[inet_http_server]\nport=127.0.0.1:{port}\nusername=user\npassword=a b@c\n" : "";
        await using ListenerDaemon daemon = await ListenerDaemon.StartAsync(
            $$"""
            [eventlistener:probe]
            command={{DebiansPython()}} {dir}/listener
            events=PROCESS_STATE_RUNNING,PROCESS_STATE_EXITED,PROCESS_COMMUNICATION,REMOTE_COMMUNICATION
            serverurl={{(isTcp ? $"http://127.0.0.1:{port}" : "AUTO")}}
            environment=SUPERVISOR_USERNAME="user",SUPERVISOR_PASSWORD="a b@c",PYTHONUTF8="1"
            startsecs=0
            stderr_logfile={dir}/events.log
            [program:crash]
            command=/bin/sh -c "printf '<!--XSUPERVISOR:BEGIN-->last wörds<!--XSUPERVISOR:END-->'; exit 3"
            autostart=false
            autorestart=false
            startsecs=0
            stdout_capture_maxbytes=1KB
            [program:again]
            command=/bin/sleep 1000
            autostart=false
            startsecs=0
            {{tcp}}
            """,
            ("listener", Script));
        await daemon.WaitForTextAsync("events.log", "running probe\n");
        _ = await daemon.CallAsync("sendRemoteCommEvent", "deploy", "first\nsecond ü");
        await daemon.WaitForTextAsync("events.log", "deploy 'first\\nsecond ü\\n'\n");
        _ = await daemon.CallAsync("sendRemoteCommEvent", "reject", "x");
        await daemon.WaitForTextAsync("main.log", "WARN probe: event was rejected");
        await UntilTwiceAsync(daemon, "reject 'x\\n'\n");
        _ = await daemon.CallAsync("startProcess", "crash", false);
        await daemon.WaitForTextAsync("events.log", "running again\n");

        string log = daemon.Text("events.log");
        Assert.Matches(@"communication crash crash [1-9]\d* 'last wörds\\n'\n", log);
        Assert.Matches(@"exited crash RUNNING 0 [1-9]\d*\nasked EXITED 3 ident ident\n", log);
        Assert.DoesNotContain("Traceback", log, StringComparison.Ordinal);
        await daemon.WaitForStateAsync("again", "RUNNING");
        await daemon.WaitForStateAsync("probe", "RUNNING");
    }

    // The same event comes again under its own number.
    private static Task UntilTwiceAsync(ListenerDaemon daemon, string text) => Commands.UntilAsync(
        () => daemon.Text("events.log").Split('\n').Where(l => (l + '\n').EndsWith(text, StringComparison.Ordinal)).GroupBy(static l => l).Any(static g => g.Count() == 2),
        $"'{text}' twice in {daemon.Text("events.log")}");

    /// <summary>The interpreter that Debian's package installs its modules for, which need not be the first on PATH.</summary>
    private static string DebiansPython()
    {
        string first = File.ReadLines(Requires.Program("supervisorctl")).First();
        Assert.StartsWith("#!", first, StringComparison.Ordinal);
        return first[2..].Trim();
    }
}
