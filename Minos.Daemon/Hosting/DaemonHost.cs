using Minos.Configuration;
using Minos.Daemon.Http;
using Minos.Deployment;
using Minos.Events;
using Minos.Logs;
using Minos.Native;
using Minos.Rpc;
using Minos.Supervision;

namespace Minos.Daemon.Hosting;

/// <summary>One life of the daemon, from a configuration that has been read to the end of all processes. A restart makes another.</summary>
internal sealed class DaemonHost : IDaemonControl
{
    private readonly SupervisorConfiguration _configuration;
    private readonly ConfigurationSource _source;
    private readonly DescriptorLimit _descriptors;
    private readonly EventSerial _serial;
    private readonly PipeKeeper? _keeper;
    private readonly UpgradeState? _inherited;
    private HttpServer? _http;
    private Upgrade? _upgrade;
    private int _isUpgrading;
    private string _upgradeError = "";

    internal DaemonHost(
        SupervisorConfiguration configuration, ConfigurationSource source, DescriptorLimit descriptors, EventSerial serial, PipeKeeper? keeper,
        UpgradeState? inherited = null)
    {
        _keeper = keeper;
        _inherited = inherited;
        _upgradeError = inherited?.Error ?? "";
        _configuration = configuration;
        _source = source;
        _descriptors = descriptors;
        _serial = serial;
    }

    public MainLog Log { get; } = new();

    public SupervisorConfiguration ReadConfiguration() => _source.Read();

    public RpcStruct Info => new()
    {
        ["version"] = DaemonProgram.Version,
        ["executable"] = DaemonProgram.ProgramPath,
        ["upgrades"] = _inherited?.Upgrades ?? 0,
        ["upgrade_error"] = _upgradeError,
    };

    public async Task UpgradeAsync(string path)
    {
        if (path.Length == 0)
        {
            path = DaemonProgram.ProgramPath;
        }

        if (!Path.IsPathFullyQualified(path))
        {
            throw new RpcFault(RpcFaultCode.BadArguments, $"{path} is no absolute path");
        }

        if (Interlocked.Exchange(ref _isUpgrading, 1) != 0)
        {
            throw new RpcFault(RpcFaultCode.Failed, "an upgrade is under way");
        }

        try
        {
            string[] arguments = [.. Environment.GetCommandLineArgs().Skip(1)];
            await UpgradeTrial.AskAsync(path, Path.GetFullPath(_source.File), arguments).ConfigureAwait(false);
            await TryStartAsync(_source.Read()).ConfigureAwait(false);
        }
        catch
        {
            _isUpgrading = 0;
            throw;
        }

        // Whoever asked sees from now on whether this one failed.
        _upgradeError = "";
        _ = Task.Run(async () =>
        {
            try
            {
                _upgradeError = await _upgrade!.RunAsync(path, Path.GetFullPath(_source.File), _inherited?.Upgrades ?? 0).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever it was, this daemon goes on, and says so.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _upgradeError = exception.Message;
            }

            Log.Error($"upgrade: {path} was not executed: {_upgradeError}; this daemon goes on");
            _isUpgrading = 0;
        });
    }

    /// <summary>Tries what else the next daemon needs to start by a configuration: at the time of an upgrade it would be too late.</summary>
    /// <exception cref="RpcFault">It could not.</exception>
    private async Task TryStartAsync(SupervisorConfiguration configuration)
    {
        try
        {
            _ = PrepareDeployment(configuration);
            await _http!.TryAsync(configuration.HttpServers, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StartException or HttpServerException)
        {
            throw new RpcFault(RpcFaultCode.Failed, $"with its present configuration the daemon would not start: {exception.Message}");
        }
    }

    /// <summary>Supervises until told to end.</summary>
    /// <returns>What comes next: <see cref="SupervisorState.Shutdown"/> or <see cref="SupervisorState.Restarting"/>.</returns>
    /// <exception cref="StartException">It cannot start; no process has been started.</exception>
    internal async Task<SupervisorState> RunAsync(PidFile pidFile, DaemonSignals signals, BackgroundReport report)
    {
        using var pump = new LogPump(Log, limit: _descriptors);
        pump.Start();
        await OpenLogAsync(pump).ConfigureAwait(false);
        DeploymentSettings? deployment = PrepareDeployment(_configuration);
        var gate = new DeferredHandler();
        await using var http = new HttpServer([gate], new HttpServerOptions { Log = Log });
        _http = http;
        await StartHttpAsync(http).ConfigureAwait(false);
        if (report.IsExpected)
        {
            Log.Info("daemonizing the supervisord process");
            if (_configuration.Daemon.Directory is { } directory)
            {
                Log.Info($"set current directory: {PythonText.Repr(directory)}");
            }
        }

        string journalPath = JournalPath(_configuration.Daemon);
        IReadOnlyList<JournalEntry> inherited = ProcessJournal.Read(journalPath);

        // Now that no other daemon can be using them.
        if (!_configuration.Daemon.NoCleanup)
        {
            ChildLogNames.RemoveOld(
                _configuration.Daemon.ChildLogDirectory, _configuration.Daemon.Identifier, Log, [.. inherited.SelectMany(static e => (string[])[e.StdoutLog, e.StderrLog])]);
        }

        using var journal = new ProcessJournal(journalPath, inherited, Log, _configuration.Daemon.SubprocessPidFile);

        using var loop = new EventLoop("supervision") { HandlerFailed = exception => Log.Critical($"supervision: {exception}") };
        var spawner = new Spawner(SelfExecutable.Current, _descriptors);
        using var kernel = new ProcessKernel(
            loop,
            spawner,
            new ProcessEnvironment(ProcessEnvironment.ServerUrl(_configuration.HttpServers)),
            _descriptors,
            journal,
            _keeper);
        var events = new EventBus(Log, _serial);
        Supervisor supervisor = CreateSupervisor(pump, loop, kernel, events, journal, inherited);
        if (pidFile.Write() is { } reason)
        {
            // As Supervisor: a daemon without a pid file supervises all the same.
            Log.Critical($"could not write pidfile {_configuration.Daemon.PidFile}: {reason}");
        }

        Log.Info($"supervisord started with pid {Environment.ProcessId}");
        loop.Start();

        // Nobody is answered before what an earlier daemon has left is known.
        _upgrade = new Upgrade(supervisor, loop, pump, journal, http, pidFile, _serial, Log, _descriptors, _keeper);
        InheritedPipes.Take(_inherited?.Pipes ?? []);
        await loop.InvokeAsync(() => supervisor.Start(_inherited?.Handover)).ConfigureAwait(false);
        foreach (long unused in InheritedPipes.CloseUnused())
        {
            _keeper?.Drop(unused);
        }

        if (_inherited is not null && File.Exists(DaemonProgram.ProgramPath))
        {
            _keeper?.StartNext(DaemonProgram.ProgramPath);
        }

        OrphanReaper.Start();
        gate.Open(Endpoints.Create(supervisor, this, deployment, spawner));
        http.Inherit(_inherited?.Tails ?? []);
        signals.Attach(supervisor, this, pump);
        report.Ready();

        _ = await supervisor.Completion.ConfigureAwait(false);
        await http.StopAsync().ConfigureAwait(false);
        signals.Detach();
        loop.Stop();
        if (!supervisor.LeavesProcesses)
        {
            journal.Remove();
        }

        await Log.CloseAsync().ConfigureAwait(false);

        // A request to end may have come after the last process of a restart had ended.
        return supervisor.State;
    }

    /// <summary>The journal lies beside the pid file.</summary>
    private static string JournalPath(DaemonSettings daemon) => Path.ChangeExtension(daemon.PidFile, ".journal");

    /// <exception cref="StartException">The section cannot be used, or a data directory is missing.</exception>
    private static DeploymentSettings? PrepareDeployment(SupervisorConfiguration configuration)
    {
        if (configuration.RpcInterfaces.FirstOrDefault(static r => r is { Name: "deployment", Factory: RpcInterfaceSettings.DeploymentFactory }) is not { } section)
        {
            return null;
        }

        try
        {
            var settings = DeploymentSettings.Read(section, configuration.Directory);
            settings.Prepare();
            return settings;
        }
        catch (Exception exception) when (exception is DeploymentException or InvalidValueException)
        {
            throw new StartException(exception.Message, exception);
        }
    }

    /// <exception cref="StartException">The socket of a FastCGI program cannot be opened.</exception>
    private Supervisor CreateSupervisor(
        LogPump pump, EventLoop loop, ProcessKernel kernel, EventBus events, ProcessJournal journal, IReadOnlyList<JournalEntry> inherited)
    {
        Supervisor? supervisor = null;
        var logs = new ProcessLogFactory(
            pump, () => (supervisor?.Configuration ?? _configuration).Daemon, Log, new EventInbox(events, loop, Log), inherited);
        try
        {
            supervisor = new Supervisor(_configuration, loop, kernel, logs, Log, events, journal, inherited);
            return supervisor;
        }
        catch (IOException exception)
        {
            throw new StartException(exception.Message, exception);
        }
    }

    private async Task OpenLogAsync(LogPump pump)
    {
        if (_configuration.Daemon.User is { } user)
        {
            Log.Info($"Set uid to user {user.UserId} succeeded");
        }
        else if (Users.IsRoot)
        {
            Log.Critical(
                "Supervisor is running as root.  Privileges were not dropped because no user is specified in the config file.  If you intend "
                + "to run as root, you can set user=root in the config file to avoid this message.");
        }

        foreach (ConfigurationProblem note in _configuration.Notes)
        {
            // Supervisor's own notes in its words; warnings, which it has none of, with their place and remedy.
            bool isNote = note.Severity == ProblemSeverity.Information;
            Log.Write(isNote ? SupervisorLogLevel.Info : SupervisorLogLevel.Warn, isNote ? note.Message : note.ToString());
        }

        if (await Log.OpenAsync(MainLogOptions.From(_configuration.Daemon), pump).ConfigureAwait(false) is not 0 and int errno)
        {
            throw new StartException(
                $"cannot write the main log {_configuration.Daemon.LogFile}: {Errno.Describe(errno)} (logfile= in section [supervisord]; "
                + "name a file that this user may write)");
        }
    }

    private async Task StartHttpAsync(HttpServer http)
    {
        try
        {
            await http.StartAsync(_configuration.HttpServers, CancellationToken.None, _inherited?.Sockets).ConfigureAwait(false);
        }
        catch (HttpServerException exception)
        {
            throw new StartException(exception.Message, exception);
        }
    }
}
