using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Minos.Benchmarks.Measuring;
using Minos.Tests;

namespace Minos.Benchmarks.Subjects;

/// <summary>Debian's supervisord or minosd: one configuration, the same requests.</summary>
/// <param name="name">As the table calls it.</param>
/// <param name="executable">The file that is started.</param>
/// <param name="isFrugal">Programs have one pipe for their output and one log in common, however many they are.</param>
internal sealed class SupervisorSubject(string name, string executable, bool isFrugal = false) : ISubject
{
    // More of them with two logs each would pass the limits on open files that are usual.
    private const int LargestWithLogs = 1000;

    private static ReadOnlySpan<byte> Question =>
        "POST /RPC2 HTTP/1.0\r\nContent-Type: text/xml\r\nContent-Length: 90\r\n\r\n<?xml version='1.0'?><methodCall><methodName>supervisor.getState</methodName></methodCall>"u8;

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
        await Waiting.UntilAsync(() => Task.FromResult(ThrowIfEnded(process, folder) && Answers(port)), $"{name} answers", TimeSpan.FromMilliseconds(1));
        return new RunningSupervisor(process, new SupervisorRequests(port), workload, Clock.MillisecondsSince(begin));
    }

    private bool ThrowIfEnded(Process process, string folder) =>
        process.HasExited ? throw new InvalidOperationException($"{name} ended at its start with {process.ExitCode}, see {folder}") : true;

    /// <summary>Asks over a plain socket: what a client of the runtime's needs to begin would be longer than the answer takes.</summary>
    private static bool Answers(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
        }
        catch (SocketException)
        {
            return false;
        }

        _ = socket.Send(Question);
        byte[] buffer = new byte[4096];
        int length = 0;
        while (socket.Receive(buffer.AsSpan(length)) is > 0 and int count)
        {
            length += count;
        }

        return buffer.AsSpan(0, length).IndexOf("RUNNING"u8) >= 0 ? true : throw new InvalidOperationException(Encoding.ASCII.GetString(buffer, 0, length));
    }

    private string Configuration(Workload workload, string folder, int port)
    {
        // Three pipes, two log files and the descriptor of the process; or stdin, stdout and that.
        bool hasOneLog = isFrugal || workload.Count > LargestWithLogs;
        int descriptorsOfAProgram = hasOneLog ? 3 : 6;
        string program = workload.Count == 0 ? "" : $"""
            [program:p]
            command={workload.Command}
            numprocs={workload.Count}
            process_name=p%(process_num)04d
            autostart={Lower(workload.Autostart)}
            autorestart={Lower(workload.Autorestart)}
            startsecs=0
            {(hasOneLog ? $"redirect_stderr=true\nstdout_logfile={folder}/logs/all.log" : "")}
            {workload.Keys}
            """;
        return $"""
            [supervisord]
            logfile={folder}/supervisord.log
            pidfile={folder}/supervisord.pid
            childlogdir={folder}/logs
            user=root
            minfds={1024 + descriptorsOfAProgram * workload.Count}
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
