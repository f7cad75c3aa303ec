using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Fleet;
using Minos.Native;
using Minos.Tests;

namespace Minos.Daemon.Tests.Quickstart;

/// <summary>The quickstart as a user runs it: a process of its own that leaves a real daemon behind.</summary>
public sealed partial class QuickstartTests : IAsyncLifetime
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("minos quickstart; #1 ");
    private readonly SupervisorLayout _layout;
    private readonly string _hostGroups;

    public QuickstartTests()
    {
        _layout = new SupervisorLayout(Path.Combine(_directory.FullName, "root"));
        _hostGroups = Path.Combine(_directory.CreateSubdirectory("config").FullName, "deploy_supervisor.cfg");
        WriteHostGroups("");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await RunAsync("--stop");
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Starts_two_programs_says_where_they_are_and_changes_nothing_the_second_time()
    {
        WriteHostGroups($"rpc_port={LoopbackPort.Take()}");
        Run first = await RunAsync();
        Assert.Equal(0, first.ExitCode);
        Assert.Matches(@"(?m)^ticker +RUNNING +pid \d+", first.Output);
        Assert.Matches(@"(?m)^crasher +RUNNING +pid \d+", first.Output);
        using var http = new HttpClient();
        string page = await http.GetStringAsync(Url(first));
        Assert.Contains("ticker", page, StringComparison.Ordinal);
        int pid = DaemonPid();

        Run second = await RunAsync();
        Assert.Equal(0, second.ExitCode);
        Assert.Contains($"Nothing changed: minosd is running, pid {pid}.", second.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ticker +RUNNING", second.Output);
        Assert.Equal(Url(first), Url(second));
    }

    [Fact]
    public async Task Stop_leaves_nothing_running()
    {
        Run start = await RunAsync();
        Assert.Equal(0, start.ExitCode);
        int pid = DaemonPid();
        using ForeignProcess daemon = ForeignProcess.Open(pid)!;

        Run stop = await RunAsync("--stop");
        Assert.Equal(0, stop.ExitCode);
        Assert.Contains($"minosd: pid {pid}, stopped\n", stop.Output, StringComparison.Ordinal);
        Assert.True(daemon.WaitForExit(TimeSpan.Zero));
        Assert.DoesNotContain(Programs(start), Commands.IsAlive);

        Run again = await RunAsync("--stop");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("not running", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_again_after_the_daemon_was_killed()
    {
        Run first = await RunAsync();
        Assert.Equal(0, first.ExitCode);
        int pid = DaemonPid();
        Kill(pid);

        Run again = await RunAsync();
        Assert.Equal(0, again.ExitCode);
        Assert.NotEqual(pid, DaemonPid());
        Assert.Equal(Programs(first)[^1], Programs(again)[^1]);
    }

    [Fact]
    public async Task Stop_ends_the_programs_of_a_daemon_that_was_killed()
    {
        Run start = await RunAsync();
        Assert.Equal(0, start.ExitCode);
        Kill(DaemonPid());

        Assert.Equal(0, (await RunAsync("--stop")).ExitCode);
        Assert.DoesNotContain(Programs(start), Commands.IsAlive);
        Assert.Contains("not running", (await RunAsync("--stop")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_port_that_is_in_use_is_one_clear_error()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        int port = ((IPEndPoint)stranger.LocalEndpoint).Port;
        WriteHostGroups($"rpc_port={port}");

        Run run = await RunAsync();
        Assert.Equal(1, run.ExitCode);
        string error = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"Error: 127.0.0.1:{port} is in use by another program", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_layout.ConfigurationFile));
    }

    [Fact]
    public async Task Without_a_configured_port_the_next_free_one_is_taken()
    {
        Run first = await RunAsync();
        int port = Url(first).Port;
        await RunAsync("--stop");
        using var stranger = new TcpListener(IPAddress.Loopback, port);
        stranger.Start();

        Run second = await RunAsync();
        Assert.Equal(0, second.ExitCode);
        Assert.Contains($"127.0.0.1:{port} is in use by another program: taking port {Url(second).Port}.", second.Output, StringComparison.Ordinal);
        Assert.NotEqual(port, Url(second).Port);
    }

    [Fact]
    public async Task Another_port_is_taken_in_place()
    {
        WriteHostGroups($"rpc_port={LoopbackPort.Take()}");
        Assert.Equal(0, (await RunAsync()).ExitCode);
        int pid = DaemonPid();
        int port = LoopbackPort.Take();
        WriteHostGroups($"rpc_port={port}");

        Run second = await RunAsync();
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("~ supervisord.conf", second.Output, StringComparison.Ordinal);
        Assert.Equal((pid, port), (DaemonPid(), Url(second).Port));
    }

    [Fact]
    public async Task A_wrong_argument_or_file_says_what_is_wrong()
    {
        Run argument = await RunAsync("--sotp");
        Assert.Equal((1, "Error: unknown argument '--sotp' (see minosd quickstart --help)\n"), (argument.ExitCode, argument.Error));

        File.WriteAllText(_hostGroups, "[local]\nhost.0=localhost\n");
        Run file = await RunAsync();
        Assert.Equal(2, file.ExitCode);
        Assert.StartsWith($"Error: {_hostGroups}:1: [local] root_dir", file.Error, StringComparison.Ordinal);
        WriteHostGroups("");
    }

    private static Uri Url(Run run) => new(PageLine().Match(run.Output).Groups[1].Value);

    private static void Kill(int pid)
    {
        const int SigKill = 9;
        using ForeignProcess daemon = ForeignProcess.Open(pid)!;
        Assert.Equal(0, daemon.Signal(SigKill));
        Assert.True(daemon.WaitForExit(s_deadline));
    }

    private int DaemonPid()
    {
        using var file = new FileStream(FileLock.Open(_layout.PidFile, out _)!, FileAccess.Read);
        using var reader = new StreamReader(file);
        return int.Parse(reader.ReadToEnd(), CultureInfo.InvariantCulture);
    }

    /// <summary>The pids that a run has shown, crasher's and then ticker's.</summary>
    private static int[] Programs(Run run) => [.. ProgramLine().Matches(run.Output).Select(static m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    private void WriteHostGroups(string extra) =>
        File.WriteAllText(_hostGroups, $"[local]\nroot_dir=root\ndata_dirs=root/data\nhost.0=localhost\n{extra}\n");

    /// <summary>Both streams are read to their end, which a daemon that kept one of them would never let come.</summary>
    private async Task<Run> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "minosd"), ["quickstart", "--config", _hostGroups, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(s_deadline);
        Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return new Run(process.ExitCode, await output, await error);
    }

    [GeneratedRegex(@"(?m)^Web page +(http://127\.0\.0\.1:\d+/)$")]
    private static partial Regex PageLine();

    [GeneratedRegex(@"(?m)^(?:ticker|crasher) .* pid (\d+)")]
    private static partial Regex ProgramLine();

    private sealed record Run(int ExitCode, string Output, string Error);
}
