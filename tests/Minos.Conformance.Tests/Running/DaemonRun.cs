using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Minos.Conformance.Tests.Steps;
using Minos.Tests;

namespace Minos.Conformance.Tests.Running;

/// <summary>A daemon in a directory of its own.</summary>
public sealed class DaemonRun : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private readonly Installation _installation;
    private readonly ConformanceCase _case;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private readonly Normalizer _normalizer;

    private DaemonRun(Installation installation, ConformanceCase subject, string directory)
    {
        _installation = installation;
        _case = subject;
        DirectoryPath = directory;
        Port = LoopbackPort.Take();
        SecondPort = LoopbackPort.Take();
        _normalizer = new Normalizer(DirectoryPath, Port, SecondPort);
        foreach ((string name, string text) in subject.Files)
        {
            Write(name, text);
        }

        Write("s.conf", subject.Configuration);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        if (subject.Credentials is { } credentials)
        {
            string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", encoded);
        }

        ProcessStartInfo start = StartInfo(installation.Daemon, subject.Arguments.Select(Fill));
        if (subject.HasShiftableClock)
        {
            ShiftableClock.Install(start, PathOf("clock.so"), PathOf("next-hour"));
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public string DirectoryPath { get; }

    public int Port { get; }

    /// <summary>For a program that listens itself.</summary>
    public int SecondPort { get; }

    /// <summary>How long a step may take; far more than any needs, as the machine may be busy.</summary>
    public static TimeSpan StepDeadline => s_deadline;

    /// <summary>Of the case's TCP port, with its credentials.</summary>
    public HttpClient Http { get; }

    internal static DaemonRun Start(Installation installation, ConformanceCase subject)
    {
        string directory = Directory.CreateTempSubdirectory("minos-conf-").FullName;
        // Programs of other users have to get in.
        File.SetUnixFileMode(directory, (UnixFileMode)0x1FF);
        return new DaemonRun(installation, subject, directory);
    }

    /// <summary>Replaces the placeholders of a text.</summary>
    public string Fill(string text) => text.Replace("{dir}", DirectoryPath, StringComparison.Ordinal)
        .Replace("{port}", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{port2}", SecondPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Takes out of a text what differs between two runs of the same daemon.</summary>
    public string Normalize(string text) => _normalizer.Normalize(text);

    /// <summary>A file's text, whoever writes to it.</summary>
    public string ReadText(string name)
    {
        using var file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>A path in the directory.</summary>
    public string PathOf(string name) => Path.Combine(DirectoryPath, name);

    public void Write(string name, string text)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Fill(text));
        File.SetUnixFileMode(path, (UnixFileMode)0x1ED);
    }

    /// <summary>The daemon's own pid.</summary>
    public int Pid => _case.IsBackground ? int.Parse(ReadText("main.pid"), CultureInfo.InvariantCulture) : _process.Id;

    public async Task WaitUntilReadyAsync()
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, deadline.Token);
                if (!_case.IsBackground || File.Exists(PathOf("main.pid")))
                {
                    return;
                }
            }
            catch (SocketException)
            {
                // Not there yet.
            }

            if (_process.HasExited && !(_case.IsBackground && _process.ExitCode == 0))
            {
                Assert.Fail($"{_case.Name}: {_installation.Daemon} did not start\n{await _output}{await _error}");
            }

            await Task.Delay(10, deadline.Token);
        }
    }

    /// <summary>Waits until the daemon has ended.</summary>
    /// <param name="showsOutput">Whether what it wrote to stdout matters; its log goes there, too.</param>
    /// <returns>Its exit status and what it wrote to stderr.</returns>
    public async Task<string> WaitForExitAsync(bool showsOutput)
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        await _process.WaitForExitAsync(deadline.Token);
        string output = showsOutput ? await _output.WaitAsync(deadline.Token) : "";
        return Normalize($"exit status {_process.ExitCode}\n{output}{await _error.WaitAsync(deadline.Token)}");
    }

    /// <summary>Runs the control client with the case's configuration.</summary>
    /// <returns>Its exit status and what it wrote.</returns>
    public async Task<string> ControlAsync(IEnumerable<string> arguments, string input, CancellationToken cancellation)
    {
        using Process client = StartControl(arguments);
        try
        {
            Task<string> output = client.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = client.StandardError.ReadToEndAsync(cancellation);
            await client.StandardInput.WriteAsync(Fill(input));
            client.StandardInput.Close();
            await client.WaitForExitAsync(cancellation);
            return $"{await output}-- stderr\n{await error}-- exit status {client.ExitCode}";
        }
        finally
        {
            client.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts the control client with the case's configuration.</summary>
    /// <remarks>By env(1), which gives it its Ctrl+C back: a shell that runs the tests in the background hands INT on as ignored.</remarks>
    public Process StartControl(IEnumerable<string> arguments)
    {
        string[] configuration = ["-c", PathOf("s.conf")];
        return Process.Start(StartInfo(
            "env", ["--default-signal=INT,QUIT", .. _installation.Client, .. configuration, .. arguments.Select(Fill)]))!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var deadline = new CancellationTokenSource(s_deadline);
        if (_case.IsBackground && File.Exists(PathOf("main.pid")))
        {
            // In order: whatever watches a daemon in the background starts one again that was killed.
            using var daemon = Process.GetProcessById(Pid);
            await new SignalStep("TERM").RunAsync(this, deadline.Token);
            await daemon.WaitForExitAsync(deadline.Token);
        }

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(deadline.Token);
        _process.Dispose();
        Directory.Delete(DirectoryPath, recursive: true);
    }

    private ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = DirectoryPath,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONUTF8"] = "1";
        start.Environment["TZ"] = "UTC";
        // Wide enough for whatever a client would fold.
        start.Environment["COLUMNS"] = "80";
        foreach ((string name, string value) in _case.Environment)
        {
            start.Environment[name] = Fill(value);
        }

        return start;
    }
}
