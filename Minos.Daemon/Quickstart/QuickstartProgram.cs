using Minos.Configuration;
using Minos.Fleet;
using Minos.Native;
using Minos.Rpc;

namespace Minos.Daemon.Quickstart;

/// <summary><c>minosd quickstart</c>: a supervisor with two sample programs on this machine, by one command.</summary>
internal sealed class QuickstartProgram
{
    private const string GroupName = "local";
    private const int UsageError = 2;

    // startsecs is 1; a machine may be slow.
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(15);

    private readonly HostGroup _group;
    private readonly SupervisorLayout _layout;
    private readonly InstalledSupervisor _supervisor;
    private readonly TextWriter _output;

    private QuickstartProgram(HostGroup group, TextWriter output)
    {
        _group = group;
        _layout = new SupervisorLayout(group.RootDirectory);
        _supervisor = new InstalledSupervisor(_layout);
        _output = output;
    }

    /// <summary>Runs it.</summary>
    /// <returns>The exit status: 0; 1 when something failed; 2 for a wrong argument or file.</returns>
    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var options = QuickstartOptions.Parse(args);
            if (options.Help)
            {
                output.WriteLine(QuickstartOptions.HelpText);
                return 0;
            }

            HostGroup group = ReadGroup(options.ConfigurationFile ?? SourceTree.FindHostGroups(), error);
            Directory.CreateDirectory(group.RootDirectory);
            using FileStream onlyOne = Lock(group);
            var program = new QuickstartProgram(group, output);
            if (options.Stop)
            {
                program.Stop();
            }
            else
            {
                await program.StartAsync().ConfigureAwait(false);
            }

            return 0;
        }
        catch (ConfigurationException exception)
        {
            foreach (ConfigurationProblem problem in exception.Problems.Where(static problem => problem.Severity == ProblemSeverity.Error))
            {
                error.WriteLine($"Error: {problem}");
            }

            return UsageError;
        }
        catch (Exception exception) when (exception is QuickstartException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"Error: {exception.Message}");
            return 1;
        }
    }

    private async Task StartAsync()
    {
        _output.WriteLine($"Host group {_group.Name}: supervisor in {_layout.Directory}");
        ForeignProcess? daemon = _supervisor.Find();
        int? installedPort = SampleConfiguration.ReadPort(_layout);
        int port = daemon is not null && installedPort is not null && installedPort == (_group.RpcPort ?? installedPort)
            ? installedPort.Value
            : PortChooser.Choose(_group.RpcPort, installedPort, _output.WriteLine);
        InstallResult result = LocalInstaller.Install(_group, SourceTree.ChooseRelease(_output.WriteLine), SampleConfiguration.Create(port));
        foreach (InstallChange change in result.Changes)
        {
            _output.WriteLine($"  {Sign(change.Kind)} {change.Path}{(change.Detail.Length == 0 ? "" : $" {change.Detail}")}");
        }

        bool started = await BringUpAsync(daemon, result).ConfigureAwait(false);
        using var client = new RpcClient($"http://127.0.0.1:{port}", new RpcClientOptions { Timeout = s_answerTime });
        IReadOnlyList<string> table = await ProcessTable.ReadAsync(client, started ? s_startPatience : TimeSpan.Zero).ConfigureAwait(false);
        Report(table, client.ServerUrl);
    }

    /// <summary>Starts the daemon, or starts it again when what is installed is not what runs.</summary>
    /// <returns>Whether it was started.</returns>
    private Task<bool> BringUpAsync(ForeignProcess? daemon, InstallResult result) => Task.Run(() =>
    {
        using (daemon)
        {
            if (daemon is not null && result is { ReleaseChanged: false, ConfigurationChanged: false })
            {
                _output.WriteLine($"{(result.Status == InstallStatus.Unchanged ? "Nothing changed" : "Nothing to restart")}: minosd is running, pid {daemon.Pid}.");
                return false;
            }

            if (daemon is not null)
            {
                _output.WriteLine($"Stopping minosd, pid {daemon.Pid}, to start what is installed now.");
                InstalledSupervisor.Stop(daemon);
            }
        }

        ReportLeftBehind(_supervisor.StopLeftBehind());
        _supervisor.Start();
        using ForeignProcess? started = _supervisor.Find();
        _output.WriteLine($"Started minosd, pid {started?.Pid}.");
        return true;
    });

    private void Stop()
    {
        using ForeignProcess? daemon = _supervisor.Find();
        if (daemon is not null)
        {
            InstalledSupervisor.Stop(daemon);
            _output.WriteLine($"Stopped minosd, pid {daemon.Pid}, and its programs.");
        }
        else
        {
            _output.WriteLine("minosd is not running.");
        }

        ReportLeftBehind(_supervisor.StopLeftBehind());
        _output.WriteLine($"Its files stay in {_layout.Directory}.");
    }

    private void Report(IReadOnlyList<string> table, string url)
    {
        _output.WriteLine();
        foreach (string line in table)
        {
            _output.WriteLine(line);
        }

        _output.WriteLine();
        _output.WriteLine($"Web page  {url}/");
        _output.WriteLine($"Logs      {_layout.LogDirectory}");
        _output.WriteLine($"Control   {_layout.Executable} ctl -c {_layout.ConfigurationFile} status");
        _output.WriteLine("Stop      the same command with --stop: dotnet run --project Minos.Daemon -- quickstart --stop");
    }

    private void ReportLeftBehind(int count)
    {
        if (count > 0)
        {
            _output.WriteLine($"Ended {count} {(count == 1 ? "process" : "processes")} that an earlier minosd had left behind.");
        }
    }

    private static char Sign(InstallChangeKind kind) => kind switch
    {
        InstallChangeKind.Created => '+',
        InstallChangeKind.Removed => '-',
        _ => '~',
    };

    private static HostGroup ReadGroup(string file, TextWriter error)
    {
        var notes = new List<ConfigurationProblem>();
        IReadOnlyList<HostGroup> groups = HostGroupReader.Read(file, notes);
        foreach (ConfigurationProblem note in notes.Where(static note => note.Section == GroupName))
        {
            error.WriteLine($"Warning: {note}");
        }

        HostGroup group = groups.FirstOrDefault(static group => group.Name == GroupName)
            ?? throw new QuickstartException($"{file} has no host group [{GroupName}] (the sample config/deploy_supervisor.cfg has one)");
        return group.Hosts.All(static host => host.IsLocal)
            ? group
            : throw new QuickstartException($"the host group [{GroupName}] of {file} has other hosts than localhost (put them in a group of their own)");
    }

    private static FileStream Lock(HostGroup group)
    {
        string path = Path.Combine(group.RootDirectory, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new QuickstartException($"another quickstart is at work in {group.RootDirectory} (wait until it has ended)", exception);
        }
    }
}
