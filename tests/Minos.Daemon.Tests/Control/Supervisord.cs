using System.Diagnostics;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Control;

/// <summary>Debian's supervisord in a directory of its own, on a unix socket and on a TCP port that wants a password.</summary>
internal sealed class Supervisord : IAsyncDisposable
{
    public const string UserName = "operator";
    public const string Password = "pass word";

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    // Programs of the tests that have autostart=false.
    private static readonly string[] s_manual = ["manual", "missing", "noexec", "quick"];

    private readonly Process _process;

    private Supervisord(string directory, int port, Process process)
    {
        DirectoryPath = directory;
        Port = port;
        _process = process;
    }

    public string DirectoryPath { get; }

    public int Port { get; }

    public int Pid => _process.Id;

    public string SocketUrl => $"unix://{DirectoryPath}/s.sock";

    public string TcpUrl => $"http://127.0.0.1:{Port}";

    public string ConfigurationPath => Path.Combine(DirectoryPath, "supervisord.conf");

    /// <summary>Starts one and waits until it answers and the programs that start by themselves run.</summary>
    /// <param name="programs">The sections of programs; {dir} stands for the directory.</param>
    public static async Task<Supervisord> StartAsync(string programs)
    {
        string program = Requires.Program("supervisord");
        string directory = Directory.CreateTempSubdirectory("minos-ctl-").FullName;
        int port = LoopbackPort.Take();
        WriteConfiguration(directory, port, programs);
        Process process = CommandRunner.Start(program, ["-n", "-c", Path.Combine(directory, "supervisord.conf")]);
        // Nobody reads its output, which must not fill a pipe.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var supervisord = new Supervisord(directory, port, process);
        using var client = new RpcClient(supervisord.SocketUrl);
        await WaitAsync(client, static infos => infos.All(static i => HasStarted(i)));
        return supervisord;
    }

    public void Configure(string programs) => WriteConfiguration(DirectoryPath, Port, programs);

    /// <summary>Waits for a state of the processes.</summary>
    public static async Task WaitAsync(RpcClient client, Func<IEnumerable<RpcStruct>, bool> condition)
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        while (true)
        {
            try
            {
                RpcValue infos = await client.CallAsync("supervisor.getAllProcessInfo", deadline.Token);
                if (condition(infos.AsArray().Select(static i => i.AsStruct())))
                {
                    return;
                }
            }
            catch (RpcConnectionException)
            {
                // Not there yet.
            }

            await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>Waits until the daemon has ended.</summary>
    public async Task WaitForExitAsync()
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        await _process.WaitForExitAsync(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(DirectoryPath, recursive: true);
    }

    private static bool HasStarted(RpcStruct info) =>
        s_manual.Contains(info["name"].AsString()) || info["state"].AsInteger() is not (0 or 10);

    private static void WriteConfiguration(string directory, int port, string programs) => File.WriteAllText(
        Path.Combine(directory, "supervisord.conf"),
        $"""
        [unix_http_server]
        file={directory}/s.sock
        [inet_http_server]
        port=127.0.0.1:{port}
        username={UserName}
        password={Password}
        [supervisord]
        logfile={directory}/main.log
        pidfile={directory}/supervisord.pid
        childlogdir={directory}
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
        [supervisorctl]
        serverurl=unix://{directory}/s.sock
        prompt=test
        {programs.Replace("{dir}", directory, StringComparison.Ordinal)}
        """);
}
