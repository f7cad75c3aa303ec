using Minos.Configuration;
using Minos.Fleet;
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
    private readonly HostTarget _target;
    private readonly HostInstaller _installer;
    private readonly TextWriter _output;

    private QuickstartProgram(HostGroup group, HostInstaller installer, TextWriter output)
    {
        _group = group;
        _layout = new SupervisorLayout(group.RootDirectory);
        _target = new HostTarget(group with { Transport = HostTransport.Local }, group.Hosts[0]);
        _installer = installer;
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
            using var installer = new HostInstaller(new FleetOptions());
            var program = new QuickstartProgram(group, installer, output);
            await (options.Stop ? program.StopAsync() : program.StartAsync()).ConfigureAwait(false);
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
        catch (Exception exception) when (exception is QuickstartException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            error.WriteLine($"Error: {exception.Message}");
            return 1;
        }
    }

    private async Task StartAsync()
    {
        _output.WriteLine($"Host group {_group.Name}: supervisor in {_layout.Directory}");
        int? installedPort = SampleConfiguration.ReadPort(_layout);
        int port = installedPort is { } installed && installed == (_group.RpcPort ?? installed) && await IsRunningAsync().ConfigureAwait(false)
            ? installed
            : PortChooser.Choose(_group.RpcPort, installedPort, _output.WriteLine);
        foreach (string directory in _group.DataDirectories)
        {
            Directory.CreateDirectory(directory);
        }

        var request = new InstallRequest(ReleaseCatalog.Open(SourceTree.ChooseBuild(_output.WriteLine))) { Configuration = SampleConfiguration.Create(port) };
        HostResult result = Succeeded(await _installer.InstallAsync(_target, request).ConfigureAwait(false));
        foreach (InstallChange change in result.Changes)
        {
            _output.WriteLine($"  {Sign(change.Kind)} {change.Path}{(change.Detail.Length == 0 ? "" : $" {change.Detail}")}");
        }

        if (result.Status == HostStatus.Unchanged)
        {
            _output.WriteLine($"Nothing changed: minosd is running, pid {result.Pid}.");
        }

        using var client = new RpcClient($"http://127.0.0.1:{port}", new RpcClientOptions { Timeout = s_answerTime });
        Report(await ProcessTable.ReadAsync(client, s_startPatience).ConfigureAwait(false), client.ServerUrl);
    }

    private async Task StopAsync()
    {
        HostResult? result = File.Exists(_layout.Executable) ? Succeeded(await _installer.RunAsync(_target, HostOperation.Stop).ConfigureAwait(false)) : null;
        if (result is not { Status: HostStatus.Changed })
        {
            _output.WriteLine("minosd is not running.");
        }
        else
        {
            _output.WriteLine(result.Changes[0].ToString());
            _output.WriteLine($"Its files stay in {_layout.Directory}.");
        }
    }

    private async Task<bool> IsRunningAsync() =>
        File.Exists(_layout.Executable) && Succeeded(await _installer.RunAsync(_target, HostOperation.Status).ConfigureAwait(false)).Pid is not null;

    private static HostResult Succeeded(HostResult result) => result.Status == HostStatus.Failed ? throw new QuickstartException(result.Error) : result;

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
