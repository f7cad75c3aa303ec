using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.EndToEnd;

/// <summary>The built daemon with a directory of its own; MINOSD_BINARY names another binary than the one beside the tests.</summary>
internal sealed class Minosd : IAsyncDisposable
{
    private readonly StringBuilder _error = new();
    private readonly List<int> _pids = [];
    private Process? _process;

    /// <summary>Writes a configuration; nothing is started.</summary>
    /// <param name="sections">The programs and groups.</param>
    /// <param name="daemon">More keys of <c>[supervisord]</c>.</param>
    public Minosd(string sections = "", string daemon = "")
    {
        Configure(sections, daemon);
        Client = new RpcClient($"unix://{this["s.sock"]}");
    }

    public static string Binary { get; } =
        Environment.GetEnvironmentVariable("MINOSD_BINARY") is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, "minosd");

    public string Root { get; } = Directory.CreateTempSubdirectory("minosd-test-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public string ConfigurationFile => this["minosd.conf"];

    public RpcClient Client { get; }

    public UnixDomainSocketEndPoint Socket => new(this["s.sock"]);

    public string MainLog => File.ReadAllText(this["main.log"]);

    /// <summary>The process id in the pid file.</summary>
    public int Pid => int.Parse(File.ReadAllText(this["main.pid"]), CultureInfo.InvariantCulture);

    /// <summary>The process that <see cref="Start"/> has started.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>The process id in the pid file; null while there is none.</summary>
    public int? TryPid
    {
        get
        {
            try
            {
                return int.TryParse(File.ReadAllText(this["main.pid"]), CultureInfo.InvariantCulture, out int pid) ? pid : null;
            }
            catch (IOException)
            {
                // A daemon that ends removes it.
                return null;
            }
        }
    }

    /// <summary>The process id of what was started in the foreground last.</summary>
    public int StartedPid => _process!.Id;

    /// <summary>What the daemon in the foreground has written to its stderr.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public void Configure(string sections, string daemon = "") => File.WriteAllText(ConfigurationFile, $"""
        [unix_http_server]
        file=%(here)s/s.sock
        [supervisord]
        logfile=%(here)s/main.log
        pidfile=%(here)s/main.pid
        childlogdir=%(here)s
        {daemon}
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
        [supervisorctl]
        serverurl=unix://%(here)s/s.sock
        {sections}
        """);

    /// <summary>Starts it in the foreground and waits until it answers.</summary>
    public static async Task<Minosd> StartAsync(string sections = "", string daemon = "")
    {
        var minosd = new Minosd(sections, daemon);
        try
        {
            minosd.Start();
            await minosd.UntilUpAsync();
            return minosd;
        }
        catch
        {
            await minosd.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it in the foreground.</summary>
    /// <param name="by">A command and its options that executes it in its own place; none starts it directly.</param>
    public void Start(params string[] by)
    {
        string[] command = [.. by, Binary, "-n", "-c", ConfigurationFile];
        _process = Commands.Start(command[0], command[1..]);
        _pids.Add(_process.Id);
        _process.StandardInput.Close();
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
            {
                _error.AppendLine(line.Data);
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Task UntilUpAsync() => Commands.UntilAsync(
        async () =>
        {
            Assert.False(_process?.HasExited ?? false, $"the daemon has ended: {Error}");
            try
            {
                await Client.CallAsync("supervisor.getState");
                return true;
            }
            catch (Exception exception) when (exception is RpcConnectionException or RpcFault)
            {
                return false;
            }
        },
        () => $"the daemon answers; {Error}");

    /// <summary>Runs it to its end.</summary>
    public Task<Finished> RunAsync(params string[] arguments) => Commands.RunAsync(Binary, ["-c", ConfigurationFile, .. arguments]);

    /// <summary>Starts it in the background, and remembers it so that it is ended.</summary>
    public async Task<Finished> RunInBackgroundAsync()
    {
        Finished finished = await RunAsync();
        if (finished.Status == 0)
        {
            _pids.Add(Pid);
        }

        return finished;
    }

    /// <summary>Waits until the daemon in the foreground has ended.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(Commands.Deadline);
        return _process.ExitCode;
    }

    /// <summary>Kills the daemon; its programs run on.</summary>
    public async Task KillAsync()
    {
        int pid = Pid;
        Commands.Signal(pid, "KILL");
        await Commands.UntilAsync(() => !Commands.IsAlive(pid), "the daemon is dead");
    }

    /// <summary>Kills the daemon in the background and waits for the one that its watcher starts.</summary>
    public async Task KillAndAwaitNextAsync()
    {
        int killed = Pid;
        await KillAsync();
        await UntilNextAsync(killed);
    }

    /// <summary>Waits for the daemon that a watcher starts after another.</summary>
    /// <param name="killed">The other's process id.</param>
    public async Task UntilNextAsync(int killed)
    {
        await Commands.UntilAsync(() => TryPid is { } pid && pid != killed, "another daemon has come");
        await UntilUpAsync();
    }

    /// <summary>Kills the daemon and starts another.</summary>
    public async Task ReplaceAsync()
    {
        await KillAsync();
        Start();
        await UntilUpAsync();
    }

    /// <summary>Sends a signal to the daemon.</summary>
    public void Signal(string signal) => Commands.Signal(Pid, signal);

    /// <summary>Runs Debian's supervisorctl with this configuration.</summary>
    public Task<Finished> ControlAsync(params string[] arguments) =>
        Commands.RunAsync(Requires.Program("supervisorctl"), ["-c", ConfigurationFile, .. arguments]);

    public async Task<RpcValue> CallAsync(string method, params RpcValue[] arguments) =>
        await Client.CallAsync($"supervisor.{method}", arguments);

    public async Task<RpcStruct> InfoAsync(string name) => (await CallAsync("getProcessInfo", name)).AsStruct();

    public async Task<int> PidOfAsync(string name) => (int)(await InfoAsync(name))["pid"].AsInteger();

    public async Task UntilStateAsync(string name, string state)
    {
        string seen = "";
        await Commands.UntilAsync(
            async () => (seen = (await InfoAsync(name))["statename"].AsString()) == state,
            () => $"{name} is {state}; it is {seen}: {MainLog}");
    }

    public Task UntilLoggedAsync(string text) => Commands.UntilAsync(
        () => MainLog.Contains(text, StringComparison.Ordinal), $"'{text}' is logged");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // The last one may have been started by a watcher.
        foreach (int pid in _pids.Append(TryPid ?? 0).Distinct().Where(static pid => pid > 0 && Commands.IsAlive(pid)))
        {
            int[] children = ChildrenOf(pid);
            Commands.Signal(pid, "TERM");
            try
            {
                await Commands.UntilAsync(() => !Commands.IsAlive(pid), "the daemon ends");
            }
            finally
            {
                foreach (int left in children.Prepend(pid).Where(Commands.IsAlive))
                {
                    Commands.Kill(left);
                }
            }
        }

        _process?.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>The process ids of those that a process is the parent of.</summary>
    public static int[] ChildrenOf(int pid)
    {
        try
        {
            return
            [
                .. Directory.GetDirectories($"/proc/{pid}/task")
                    .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
