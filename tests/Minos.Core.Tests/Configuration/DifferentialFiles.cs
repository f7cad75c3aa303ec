using System.Text;

namespace Minos.Core.Tests.Configuration;

/// <summary>Configuration texts to read with both parsers.</summary>
internal static class DifferentialFiles
{
    public const string Included = """
        [program:included]
        command=/bin/cat %(here)s
        [supervisord]
        identifier=overridden
        """;

    private const string Large = """
        ; a comment
        [unix_http_server]
        file=%(here)s/supervisor.sock ; the socket
        chmod=0700
        chown=root:root
        [inet_http_server]
        port=127.0.0.1:9001
        username=user
        password={SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d
        [supervisord]
        logfile=%(here)s/supervisord.log
        logfile_maxbytes=20MB
        loglevel = debug
        environment=A="1",B='two words',C=%(host_node_name)s
        identifier: super # visor
        [supervisorctl]
        serverurl=unix://%(here)s/supervisor.sock
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
        [rpcinterface:deployment]
        supervisor.rpcinterface_factory = deployment.rpcinterface:deployment_rpcinterface
        package_server = http://10.0.0.1:8000
        data_dirs = /data/1,/data/2
        [DEFAULT]
        startsecs=2
        [program:web]
        command=/bin/cat %(ENV_LOGNAME_X)s %(here)s %(program_name)s %(group_name)s %(host_node_name)s
            --port 80%(process_num)02d
            -v
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        numprocs_start=5
        stdout_logfile=/tmp/%(program_name)s_%(process_num)d.log
        redirect_stderr=true
        stderr_logfile=/tmp/ignored.log
        environment=PORT="80%(process_num)02d",B=%(ENV_A)s
        exitcodes=0,2
        stopsignal=QUIT
        stopasgroup=true
        user=root
        umask=022
        [program:batch]
        command: /bin/date +%%Y
        autorestart=unexpected
        stdout_logfile=NONE
        stderr_logfile=syslog
        stdout_logfile_maxbytes=0
        priority=1
        [fcgi-program:php]
        command=/bin/cat
        socket=tcp://LocalHost:9000
        socket_backlog=5
        [eventlistener:listen]
        command=/bin/cat
        events=process_state,TICK_60
        buffer_size=20
        [group:both]
        programs=web, batch
        priority=20

        """;

    private static readonly string[] s_values =
    [
        "", " ", "1", "0", "-1", "+5", "1_000", "_1", "1_", "00012", "1.5", "0x10", "0o17", "022", "0999", "999", "256", "99999", "true", "TRUE",
        "Yes", "y", "off", "unexpected", "1kb", "20MB", "5 gb", "kb", "1tb", "-3KB", "TERM", "sigterm", " SIGHUP ", "CLD", "RTMIN", "64", "33",
        "FOO", "SIG", "0,2", "0, 2", "0,", ",", "a,,b", "critical", "warning", "blather", "root", "root:root", "nosuch", "nosuch:root", "65534",
        "9001", "*:9001", "127.0.0.1:0", "localhost:", "[::1]:9001", "localhost:65536", "127.0.0.1:x", "::", "/tmp", "/tmp/x.log",
        "/nonexistent/x.log", "x.log", "~/x", "~root", "~nosuch/x", "NONE", "auto", "Syslog", "off ; comment", "a # b", "a#b", "a;b", "%", "%%",
        "%%%%", "50%", "%(here)s", "%(nope)s", "%(program_name)s", "%(process_num)02d", "%(process_num)", "%(here)d", "%(numprocs)x", "%d",
        "%(host_node_name)s", "%(group_name)s_%(process_num)d", "%(ENV_PCT)s", "%(ENV_A)s", "%(here", "a b", "a/b", "a:b", "é", "\u00d7", "日本",
        "A=1", "A=1,B=2", "A=\"x\",", " foo = bar , baz = qux ", "A='a b'", "A=\"\",B=x", "A=,B=x", "foo", "foo=bar=baz", "A=x@y", "A=1;B=2",
        "A=a b", "A=~b", "A=b*", "A=$HOME", "A=%%", "A=1#2", "A=\"1#2\"", "A=\"it's\"", "A=\"say \\\"hi\\\"\"", "A=a\\,b", "A='it''s'",
        "A=\"a\"b", "A=a\"b\"", "A=éb", "A=\u00d7b", "a=1,a=2", "A=\"x #y\"", "A=\\", "A=\"\\", "A=\"a\\nb\"", "A='", "EVENT", "tick_5,EVENT",
        "EVENT,", "PROCESS_STATE FOO", "tcp://host:80", "tcp://host:0", "tcp://host:99999", "tcp://:80", "tcp://a b:80", "unix:///tmp/x.sock",
        "unix://tmp/x", "foo://x", "supervisor.rpcinterface:make_main_rpcinterface", "nosuch.mod:foo",
    ];

    private static readonly (string Section, string[] Keys)[] s_keys =
    [
        ("supervisord", ["minfds", "minprocs", "directory", "umask", "logfile", "logfile_maxbytes", "logfile_backups", "loglevel", "pidfile",
            "identifier", "nodaemon", "silent", "childlogdir", "nocleanup", "strip_ansi"]),
        ("program:a", ["priority", "autostart", "autorestart", "startsecs", "startretries", "stopsignal", "stopwaitsecs", "stopasgroup",
            "killasgroup", "exitcodes", "redirect_stderr", "numprocs", "numprocs_start", "environment", "stdout_capture_maxbytes",
            "stdout_events_enabled", "serverurl", "user", "umask", "process_name", "directory", "stdout_logfile", "stderr_logfile",
            "stdout_logfile_backups", "stderr_logfile_maxbytes", "stdout_syslog", "command"]),
        ("eventlistener:e", ["priority", "buffer_size", "events", "redirect_stderr"]),
        ("fcgi-program:f", ["priority", "user", "socket_backlog", "socket_owner", "socket_mode", "socket"]),
        ("inet_http_server", ["port", "username"]),
        ("unix_http_server", ["file", "chmod", "chown", "password"]),
        ("group:g", ["programs", "priority"]),
        ("rpcinterface:x", ["supervisor.rpcinterface_factory"]),
    ];

    public static IEnumerable<string> HandWritten() =>
    [
        "", "\n", "x=1\n", "[supervisord]", "[supervisord]\ncommand\n", "[supervisord]\ncommand\n[x]\nfoo\n  bar\nbaz", "[]\n", "[supervisord\n",
        "[supervisord] trailing\n", "[supervisord]]\n", "=x\n", "[supervisord]\n=x\n", "[supervisord]\n :x\n", "\ufeff[supervisord]\n",
        "[program:a]\ncommand=x\n", "[supervisord]\n[program:]\ncommand=/bin/cat\n", "[supervisord]\n[program:a b]\ncommand=/bin/cat\n",
        "[supervisord]\n[program:a:b]\ncommand=/bin/cat\n", "[supervisord]\n[program:a]\n", "[supervisord]\n[group:g]\n",
        "[supervisord]\n[group:g]\nprograms=a\n", "[supervisord]\n[program:a]\ncommand=x\n[group:g]\nprograms=a,c\n",
        "[supervisord]\n[program:a]\ncommand=x\n[fcgi-program:a]\ncommand=x\nsocket=tcp://a:1\n[group:g]\nprograms=a\n",
        "[supervisord]\n[program:a]\ncommand=x\n[group:g]\nprograms=a,\n",
        "[supervisord]\n[program:a]\ncommand=x %(group_name)s\npriority=%(program_name)s\n[group:g]\nprograms=a\n",
        "[supervisord]\n[program:a]\ncommand=x %(group_name)s\n[group:g]\nprograms=a\n[group:h]\nprograms=a\n",
        "[supervisord]\n[program:z]\ncommand=x\n[program:b]\ncommand=x\n[program:m]\ncommand=x\npriority=1\n[eventlistener:e]\ncommand=x\nevents=EVENT\n",
        "[supervisord]\n[program:a]\ncommand=/bin/cat\n  -u\n\n  -v\n\n\n[program:b]\ncommand=x\n",
        "[supervisord]\n[program:a]\ncommand=/bin/cat\n  ; comment\n  -v\n# full\n  -w ;x\n", "[supervisord]\n[program:a]\n  command=x\n    y\n  autostart=no\n",
        "[supervisord]\n[program:a]\nCOMMAND=x\ncommand = y\n", "[supervisord]\n[program:a]\ncommand=x\n[program:a]\npriority=5\n",
        "[supervisord]\n[program:a]\ncommand=bash -c 'foo ; bar'\n", "[supervisord]\n[program:a]\ncommand=a#b ;c #d\n",
        "[supervisord]\n[program:a]\ncommand=a#b #c;d ;e\n", "[supervisord]\n[program:a]\ncommand=a;b;c #d ;e\n",
        "[supervisord]\r\n[program:a]\r\ncommand=x\r\n  y\r\n", "[supervisord]\r[program:a]\rcommand=x\r", "[supervisord]\n[program:a]\ncommand=x\n\u00a0y\n",
        "[supervisord]\n[program:a]\ncommand=x\u001c;y\n", "[supervisord]\n\u001c[program:a]\ncommand=x\n", "[supervisord]\n[program:a]\ncommand=x\u2028y\n",
        "[supervisord]\n[include]\n", "[supervisord]\n[include]\nfiles=\n", "[supervisord]\n[include]\nfiles=nosuch*.conf /nosuch/x\n",
        "[supervisord]\nidentifier=%(here)s\n[include]\nfiles=extra.inc\n[program:m]\ncommand=%(here)s x\n", "[include]\nfiles=ext?a.[i-j]nc *.none\n",
        "[supervisord]\n[include]\nfiles=%(nope)s\n", "[supervisord]\n[include]\nfiles=%(here)s/extra.inc %(ENV_LOGNAME_X)s\n",
        "[DEFAULT]\nstdout_logfile=%(here)s/x.log\n[supervisord]\n[include]\nfiles=extra.inc\n[program:m]\ncommand=x\n",
        "[DEFAULT]\npriority=7\ncommand=y\n[supervisord]\n[program:a]\n", "[default]\npriority=7\n[supervisord]\n[program:a]\ncommand=x\n",
        "[supervisord]\n[inet_http_server]\nport=127.0.0.1:1\nusername=a\n", "[supervisord]\n[inet_http_server:x]\nport=127.0.0.1:1\n[unix_http_server]\nfile= /tmp/../tmp//x \n",
        "[supervisord]\n[unix_http_serverx]\nfile=~/x\n[inet_http_server]\n", "[supervisord]\n[unix_http_server]\n",
        "[supervisord]\n[unix_http_server]\nfile=x\npassword=a%b\nusername=x\n", "[supervisord]\n[rpcinterface:x]\n",
        "[supervisord]\nenvironment=A=\"1\",B=\"2\"\n[program:a]\ncommand=/bin/cat %(ENV_A)s %(ENV_C)s\nenvironment=B=\"3\",C=\"%(ENV_A)s-%(process_num)d-%(program_name)s\"\n",
        "[supervisord]\n[program:a]\ncommand=x\nstopasgroup=true\nkillasgroup=false\n", "[supervisord]\n[program:a]\ncommand=x\nkillasgroup=true\n",
        "[supervisord]\n[program:a]\ncommand=x\nnumprocs=2\n", "[supervisord]\n[program:a]\ncommand=x\nnumprocs=2\nprocess_name=%(process_num)05.2d\n",
        "[supervisord]\n[program:a]\ncommand=%(numprocs)5d|%(numprocs)-5d|%(numprocs)+d|%(numprocs)#x|%(numprocs)e|%(numprocs).1f|%(numprocs)g|%(program_name)5s|%(program_name).0s|%(program_name)r|%(program_name)c\n",
        "[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=unix:///tmp/%(program_name)s.sock\nsocket_mode=0770\nsocket_owner=root\n",
        "[supervisord]\n[fcgi-program:f]\ncommand=x\nsocket=tcp://a:1\nsocket_mode=0770\n", "[supervisord]\n[fcgi-program:f]\ncommand=x\n",
        "[supervisord]\n[eventlistener:e]\ncommand=x\nevents=EVENT\nredirect_stderr=true\n", "[supervisord]\n[eventlistener:e]\ncommand=x\n",
        "[supervisord]\n[eventlistener:a b]\ncommand=x\nevents=EVENT\n", "[supervisord]\n[eventlistener:e]\ncommand=x\nevents=EVENT\nresult_handler=nosuch.mod:foo\n",
        "[supervisord]\n[program:a]\ncommand=x\nstdout_logfile_maxbytes=0\nstderr_logfile=/tmp/x\nredirect_stderr=1\nstdout_syslog=1\n",
        Large,
    ];

    /// <summary>Every key with a third of the values, another third for the next key; the rest of the file is right.</summary>
    public static IEnumerable<string> KeysAndValues()
    {
        int index = 0;
        foreach ((string section, string[] keys) in s_keys)
        {
            foreach (string key in keys)
            {
                for (int i = index++ % 3; i < s_values.Length; i += 3)
                {
                    yield return Around(section, key, s_values[i]);
                }
            }
        }
    }

    /// <summary>The large file with a few random changes each.</summary>
    public static IEnumerable<string> Mutations(int seed, int count)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            yield return Mutate(Large, random);
        }
    }

    public static string Mutate(string text, Random random)
    {
        const string Alphabet = "=:;# \n\t[]%()sd0129ABab,'\"\\/.~é-";
        var result = new StringBuilder(text);
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(result.Length);
            switch (random.Next(4))
            {
                case 0:
                    result.Remove(at, Math.Min(random.Next(1, 12), result.Length - at));
                    break;
                case 1:
                    result.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 2:
                    result[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                default:
                    result.Insert(at, s_values[random.Next(s_values.Length)]);
                    break;
            }
        }

        return result.ToString();
    }

    private static string Around(string section, string key, string value)
    {
        string required = section switch
        {
            "program:a" when key != "command" => "command=x\n",
            "eventlistener:e" => key == "events" ? "command=x\n" : "command=x\nevents=EVENT\n",
            "fcgi-program:f" => key == "socket" ? "command=x\n" : "command=x\nsocket=unix:///tmp/x\n",
            "inet_http_server" when key != "port" => "port=127.0.0.1:1\npassword=x\n",
            "unix_http_server" => (key == "file" ? "" : "file=x\n") + (key == "password" ? "username=x\n" : ""),
            _ => "",
        };
        string head = section == "supervisord" ? "" : "[supervisord]\n";
        string other = section == "group:g" ? "[program:root]\ncommand=x\n" : "";
        return $"{head}{other}[{section}]\n{required}{key}={value}\n";
    }
}
