using System.Diagnostics;
using System.Net.Sockets;
using Minos.Benchmarks.Measuring;
using Minos.Tests;

namespace Minos.Benchmarks.Subjects;

/// <summary>Debian's supervisord or minosd: one configuration, the same requests.</summary>
internal sealed class SupervisorSubject(string name, string executable) : ISubject
{
    // Three pipes, two log files and the descriptor of the process.
    private const int DescriptorsOfAProgram = 6;

    public string Name => name;

    /// <summary>The file that is started.</summary>
    internal string Executable => executable;

    public async Task<IRunningSubject> StartAsync(Workload workload, string folder) => await StartSupervisorAsync(workload, folder);

    internal async Task<RunningSupervisor> StartSupervisorAsync(Workload workload, string folder)
    {
        int port = LoopbackPort.Take();
        string file = Path.Combine(folder, "supervisord.conf");
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        await File.WriteAllTextAsync(file, Configuration(workload, folder, port));
        var start = new ProcessStartInfo(executable, ["-n", "-c", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        long begin = Clock.Nanoseconds;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Waiting.UntilAsync(() => Task.FromResult(ThrowIfEnded(process, folder) && Accepts(port)), $"{name} listens", TimeSpan.FromMilliseconds(1));
        var requests = new SupervisorRequests(port);
        await requests.CallAsync("supervisor.getState");
        return new RunningSupervisor(process, requests, workload, Clock.MillisecondsSince(begin));
    }

    private bool ThrowIfEnded(Process process, string folder) =>
        process.HasExited ? throw new InvalidOperationException($"{name} ended at its start with {process.ExitCode}, see {folder}") : true;

    private static bool Accepts(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Configuration(Workload workload, string folder, int port)
    {
        string program = workload.Count == 0 ? "" : $"""
            [program:p]
            command={workload.Command}
            numprocs={workload.Count}
            process_name=p%(process_num)04d
            autostart={Lower(workload.Autostart)}
            autorestart={Lower(workload.Autorestart)}
            startsecs=0
            {workload.Keys}
            """;
        return $"""
            [supervisord]
            logfile={folder}/supervisord.log
            pidfile={folder}/supervisord.pid
            childlogdir={folder}/logs
            user=root
            minfds={1024 + DescriptorsOfAProgram * workload.Count}
            {workload.DaemonKeys}
            [inet_http_server]
            port=127.0.0.1:{port}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            {program}
            {workload.Sections}

            """;
    }

    private static string Lower(bool value) => value ? "true" : "false";
}
