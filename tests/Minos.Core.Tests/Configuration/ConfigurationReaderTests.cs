using Minos.Configuration;

namespace Minos.Core.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    [Fact]
    public void An_empty_daemon_section_gives_Supervisors_defaults()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]");

        SupervisorConfiguration configuration = file.Read();

        string current = System.Environment.CurrentDirectory;
        Assert.Equal(
            new DaemonSettings
            {
                LogFile = Path.Combine(current, "supervisord.log"),
                PidFile = Path.Combine(current, "supervisord.pid"),
                ChildLogDirectory = "/tmp",
                LogFileMaxBytes = 52428800,
                LogFileBackups = 10,
                LogLevel = SupervisorLogLevel.Info,
                Umask = 18,
                MinFds = 1024,
                MinProcs = 200,
                Identifier = "supervisor",
            },
            configuration.Daemon);
        Assert.Empty(configuration.Groups);
        Assert.Empty(configuration.HttpServers);
        Assert.Empty(configuration.RpcInterfaces);
        Assert.Empty(configuration.Notes);
        Assert.Equal(file.Directory, configuration.Directory);
        Assert.Equal(file.Path, configuration.File);
    }

    [Fact]
    public void A_program_with_only_a_command_gives_Supervisors_defaults()
    {
        using ConfigFile file = ConfigFile.Program("command=/bin/cat");

        ProcessGroupSettings group = Assert.Single(file.Read().Groups);

        Assert.Equal(("a", 999), (group.Name, group.Priority));
        Assert.Equal(
            new ProcessSettings
            {
                Name = "a",
                Command = "/bin/cat",
                Priority = 999,
                AutoStart = true,
                AutoRestart = AutoRestart.Unexpected,
                StartSeconds = 1,
                StartRetries = 3,
                ExitCodes = [0],
                StopSignal = 15,
                StopWaitSeconds = 10,
                Stdout = new OutputSettings { MaxBytes = 52428800, Backups = 10 },
                Stderr = new OutputSettings { MaxBytes = 52428800, Backups = 10 },
            },
            Assert.Single(group.Processes));
    }

    [Fact]
    public void Every_key_of_a_program_is_read()
    {
        using ConfigFile file = ConfigFile.Program(
            "command=/bin/cat", "process_name=p%(process_num)d", "numprocs=1", "numprocs_start=4", "priority=5", "autostart=false",
            "startsecs=6", "startretries=7", "autorestart=true", "exitcodes=1,999", "stopsignal=INT", "stopwaitsecs=8", "stopasgroup=true",
            "user=root", "stdout_logfile=/tmp/o", "stdout_logfile_maxbytes=1KB", "stdout_logfile_backups=2", "stdout_capture_maxbytes=3",
            "stdout_events_enabled=true", "stdout_syslog=true", "stderr_logfile=NONE", "stderr_logfile_maxbytes=4", "stderr_logfile_backups=5",
            "stderr_capture_maxbytes=6KB", "stderr_events_enabled=on", "stderr_syslog=1", "environment=B=2,A=1", "directory=/d/%(program_name)s",
            "umask=077", "serverurl=http://x:1", "http_url=http://host:%(process_num)d/", "stdout_format=json", "stderr_format=Prefix");

        Assert.Equal(
            new ProcessSettings
            {
                Name = "p4",
                Command = "/bin/cat",
                Priority = 5,
                AutoStart = false,
                StartSeconds = 6,
                StartRetries = 7,
                AutoRestart = AutoRestart.Always,
                ExitCodes = [1, 999],
                StopSignal = 2,
                StopWaitSeconds = 8,
                StopAsGroup = true,
                KillAsGroup = true,
                User = new UserIdentity("root", 0, 0, Minos.Native.UserDatabase.FindUser(0)!.HomeDirectory),
                Stdout = new OutputSettings
                {
                    Destination = LogDestination.File,
                    Path = "/tmp/o",
                    MaxBytes = 1024,
                    Backups = 2,
                    CaptureMaxBytes = 3,
                    EventsEnabled = true,
                    Syslog = true,
                    Format = LineFormat.Json,
                },
                Stderr = new OutputSettings
                {
                    Destination = LogDestination.None,
                    MaxBytes = 4,
                    Backups = 5,
                    CaptureMaxBytes = 6144,
                    EventsEnabled = true,
                    Syslog = true,
                    Format = LineFormat.Prefix,
                },
                Environment = [new("A", "1"), new("B", "2")],
                Directory = "/d/a",
                Umask = 63,
                ServerUrl = "http://x:1",
                HttpUrl = "http://host:4/",
            },
            file.Process());
    }

    [Fact]
    public void The_command_line_wins_over_the_daemon_section()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "nodaemon=false", "loglevel=warn", "logfile=/tmp/file.log", "identifier=file", "minfds=5", "user=root", "umask=077",
            "subprocpidfile=/tmp/pids");

        DaemonSettings daemon = file.Read(new DaemonOverrides
        {
            NoDaemon = true,
            LogLevel = SupervisorLogLevel.Trace,
            LogFile = "syslog",
            Identifier = "line",
            User = "0",
        }).Daemon;

        Assert.True(daemon.NoDaemon);
        Assert.Equal(SupervisorLogLevel.Trace, daemon.LogLevel);
        Assert.Equal("syslog", daemon.LogFile);
        Assert.Equal("line", daemon.Identifier);
        Assert.Equal(5, daemon.MinFds);
        Assert.Equal(63, daemon.Umask);
        Assert.Equal("root", daemon.User?.Name);
        Assert.Equal("/tmp/pids", daemon.SubprocessPidFile);
    }

    [Theory]
    [InlineData("command=/bin/cat ; comment", "/bin/cat")]
    [InlineData("command=/bin/cat;x", "/bin/cat;x")]
    [InlineData("command=/bin/cat # comment", "/bin/cat")]
    [InlineData("command=/bin/cat#x", "/bin/cat#x")]
    [InlineData("command=bash -c 'foo ; bar'", "bash -c 'foo")]
    [InlineData("command: /bin/cat", "/bin/cat")]
    [InlineData("command=/bin/cat\n  -u\n  -v", "/bin/cat\n-u\n-v")]
    [InlineData("command=/bin/cat\n\n  -u\n\n", "/bin/cat\n\n-u")]
    [InlineData("command=/bin/cat\n; a comment\n  -u ; another", "/bin/cat\n-u")]
    [InlineData("COMMAND=/bin/cat", "/bin/cat")]
    [InlineData("command=a\ncommand=b", "b")]
    [InlineData("command=", "")]
    [InlineData("command=a#b;c #d ;e", "a#b;c")]
    [InlineData("command=/bin/date +%%Y", "/bin/date +%Y")]
    public void A_line_is_read_as_Python_does(string lines, string command)
    {
        using ConfigFile file = ConfigFile.Program(lines);

        Assert.Equal(command, file.Process().Command);
    }

    [Fact]
    public void Sections_of_one_name_are_merged_and_DEFAULT_fills_in()
    {
        using ConfigFile file = ConfigFile.Of(
            "[DEFAULT]", "startsecs=7", "[supervisord]", "[program:a]", "command=x", "[program:b]", "command=y", "startsecs=8", "[program:a]",
            "priority=5");

        ValueList<ProcessGroupSettings> groups = file.Read().Groups;

        Assert.Equal([("a", 5, 7), ("b", 999, 8)], groups.Select(g => (g.Name, g.Priority, g.Processes[0].StartSeconds)));
    }

    [Theory]
    [InlineData("stdout_logfile=none", LogDestination.None, null)]
    [InlineData("stdout_logfile=OFF", LogDestination.None, null)]
    [InlineData("stdout_logfile=", LogDestination.None, null)]
    [InlineData("stdout_logfile=Auto", LogDestination.Automatic, null)]
    [InlineData("stdout_logfile=/tmp/%(program_name)s_%(process_num)d_%(group_name)s.log", LogDestination.File, "/tmp/a_0_a.log")]
    [InlineData("stdout_logfile=/tmp/50%%%%.log", LogDestination.File, "/tmp/50%.log")]
    [InlineData("stdout_logfile=/dev/stdout", LogDestination.File, "/dev/stdout")]
    public void A_log_is_none_automatic_or_a_file(string line, LogDestination destination, string? path)
    {
        using ConfigFile file = ConfigFile.Program("command=x", line);

        OutputSettings output = file.Process().Stdout;

        Assert.Equal((destination, path), (output.Destination, output.Path));
    }

    [Fact]
    public void A_relative_log_lies_where_the_daemon_will_work()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "directory=/tmp", "[program:a]", "command=x", "stdout_logfile=x.log");

        Assert.Equal("/tmp/x.log", file.Process().Stdout.Path);
        Assert.Equal(
            Path.Combine(System.Environment.CurrentDirectory, "x.log"),
            file.Read(new DaemonOverrides { NoDaemon = true }).Groups[0].Processes[0].Stdout.Path);
    }

    [Fact]
    public void Groups_are_sorted_by_priority_and_name()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "[program:z]", "command=x", "[program:b]", "command=x", "[program:m]", "command=x", "priority=1",
            "[eventlistener:e]", "command=x", "events=EVENT");

        Assert.Equal([("e", -1), ("m", 1), ("b", 999), ("z", 999)], file.Read().Groups.Select(g => (g.Name, g.Priority)));
    }

    [Fact]
    public void A_group_takes_its_programs_in_its_own_order()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "[program:a]", "command=x %(group_name)s", "[program:b]", "command=x", "numprocs=2",
            "process_name=%(program_name)s_%(process_num)02d", "[group:g]", "programs=b, a", "priority=3", "[group:h]", "programs=a", "[group:none]");

        ValueList<ProcessGroupSettings> groups = file.Read().Groups;

        Assert.Equal(["g", "h", "none"], groups.Select(g => g.Name));
        Assert.Equal(["b_00", "b_01", "a"], groups[0].Processes.Select(p => p.Name));
        Assert.Equal("x h", Assert.Single(groups[1].Processes).Command);
        Assert.Empty(groups[2].Processes);
    }

    [Fact]
    public void An_event_listener_and_a_FastCGI_program_have_keys_of_their_own()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "[eventlistener:e]", "command=x", "events=tick_5, Process_State,tick_5", "buffer_size=20", "numprocs=0",
            "[fcgi-program:f]", "command=x", "socket=unix:///tmp/%(program_name)s.sock", "socket_backlog=5", "socket_owner=root:root",
            "socket_mode=0770", "[fcgi-program:t]", "command=x", "socket=tcp://LocalHost:9000");

        ValueList<ProcessGroupSettings> groups = file.Read().Groups;

        Assert.Equal(
            new EventListenerPoolSettings { Name = "e", Priority = -1, Events = ["TICK_5", "PROCESS_STATE"], BufferSize = 20 },
            groups[0]);
        var fastCgi = Assert.IsType<FastCgiGroupSettings>(groups[1]);
        Assert.Equal(("unix:///tmp/f.sock", 5, 504), (fastCgi.Socket, fastCgi.Backlog, fastCgi.Mode));
        Assert.Equal(new SocketOwner(0, 0), fastCgi.Owner);
        Assert.Equal("tcp://localhost:9000", Assert.IsType<FastCgiGroupSettings>(groups[2]).Socket);
    }

    [Fact]
    public void Servers_are_listed_inet_first()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "[unix_http_server]", "file=%(here)s/../x.sock", "chmod=0770", "chown=root", "username=u", "password=50%%",
            "[inet_http_server:b]", "port=*:9002", "allow_insecure=true", "[inet_http_server]", "port=LOCALHOST:9001");

        Assert.Equal(
            new HttpServerSettings[]
            {
                new InetHttpServerSettings { Section = "inet_http_server:b", Host = "", Port = 9002, AllowInsecure = true },
                new InetHttpServerSettings { Section = "inet_http_server", Host = "localhost", Port = 9001 },
                new UnixHttpServerSettings
                {
                    Section = "unix_http_server",
                    Path = Path.GetFullPath(file.Directory + "/../x.sock"),
                    Mode = 504,
                    Owner = new SocketOwner(0, -1),
                    UserName = "u",
                    Password = "50%",
                },
            },
            file.Read().HttpServers);
    }

    [Fact]
    public void Servers_say_who_may_use_the_web_page()
    {
        using ConfigFile file = ConfigFile.Of(
            "[supervisord]", "[inet_http_server]", "port=127.0.0.1:9001", "allow_get_actions=true", "allowed_hosts=Panel.example, other.example",
            "[unix_http_server]", "file=/tmp/s.sock", "allow_get_actions=yes");
        ValueList<HttpServerSettings> servers = file.Read().HttpServers;

        Assert.All(servers, s => Assert.True(s.AllowGetActions));
        Assert.Equal(["panel.example", "other.example"], Assert.IsType<InetHttpServerSettings>(servers[0]).AllowedHosts);
    }

    [Theory]
    [InlineData("port=9001")]
    [InlineData("port=*:9001")]
    [InlineData("port=example.org:9001")]
    [InlineData("port=9001\nusername=\npassword=x")]
    public void A_port_that_others_can_reach_needs_a_password(string lines)
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[inet_http_server]", lines);

        ConfigurationProblem problem = Assert.Single(file.Fails().Problems);
        Assert.Equal(("inet_http_server", "port", 3), (problem.Section, problem.Key, problem.Line));
    }

    [Theory]
    [InlineData("port=127.0.0.1:9001")]
    [InlineData("port=127.9.9.9:9001")]
    [InlineData("port=[::1]:9001")]
    [InlineData("port=9001\nusername=u\npassword=p")]
    [InlineData("port=9001\nallow_insecure=yes")]
    public void Other_ports_do_not(string lines)
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "[inet_http_server]", lines);

        Assert.Single(file.Read().HttpServers);
    }

    [Fact]
    public void The_options_of_RPC_interfaces_stay_texts()
    {
        using ConfigFile file = ConfigFile.Of(
            "[DEFAULT]", "extra=1", "[supervisord]", "[rpcinterface:supervisor]",
            "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface", "[rpcinterface:deployment]",
            "supervisor.rpcinterface_factory = deployment.rpcinterface:deployment_rpcinterface", "Data_Dirs = /no/such,%(ENV_LOGNAME_X)s");

        Assert.Equal(
            [
                new RpcInterfaceSettings("supervisor", RpcInterfaceSettings.MainFactory, [new("extra", "1")]),
                new RpcInterfaceSettings(
                    "deployment", RpcInterfaceSettings.DeploymentFactory, [new("data_dirs", "/no/such,lx"), new("extra", "1")]),
            ],
            file.Read().RpcInterfaces);
    }

    [Fact]
    public void Two_reads_of_one_file_are_equal()
    {
        using ConfigFile file = ConfigFile.Program("command=x", "environment=A=1,B=2", "numprocs=3", "process_name=p%(process_num)d");

        Assert.Equal(file.Read(), file.Read());
    }

    [Fact]
    public void What_the_daemon_section_defines_is_remembered_by_the_environment_but_only_after_a_good_read()
    {
        using ConfigFile file = ConfigFile.Of("[supervisord]", "environment=NEW=1", "[program:a]");
        file.Fails();
        Assert.False(file.Environment.Variables.ContainsKey("NEW"));

        File.WriteAllText(file.Path, "[supervisord]\nenvironment=NEW=1\n");
        file.Read();
        File.WriteAllText(file.Path, "[supervisord]\n[program:a]\ncommand=%(ENV_NEW)s");

        Assert.Equal("1", file.Process().Command);
        Assert.Empty(file.Process().Environment);
    }
}
