using System.Globalization;
using Minos.Fleet;
using Minos.Rpc;

namespace Minos.Daemon.Tests.Fleet;

/// <summary>This machine as the only host of a group, with a root_dir of its own.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("minos-fleet-");
    private readonly HostInstaller _installer = new(new FleetOptions());

    public HostTarget Target => new(
        new HostGroup { Name = "local", RootDirectory = Path.Combine(_folder.FullName, "root"), Hosts = [new FleetHost(0, "localhost")] },
        new FleetHost(0, "localhost"));

    public string Root => Target.Group.RootDirectory;

    public RpcClient Client => new($"unix://{Root}/supervisor/run/supervisor.sock");

    /// <summary>A configuration with one program that runs.</summary>
    /// <param name="more">More sections.</param>
    public static string Configuration(string more = "") => $"""
        [unix_http_server]
        file=%(here)s/run/supervisor.sock
        [supervisord]
        logfile=%(here)s/log/supervisord.log
        pidfile=%(here)s/run/supervisord.pid
        childlogdir=%(here)s/log
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
        [supervisorctl]
        serverurl=unix://%(here)s/run/supervisor.sock
        [program:keeper]
        command=/bin/sleep 10000
        startsecs=0
        {more}
        """;

    /// <summary>A release in the host's folder.</summary>
    public ReleaseCatalog Release(string mark) => BuiltRelease.Make(Path.Combine(_folder.FullName, mark), mark);

    public Task<HostResult> InstallAsync(ReleaseCatalog release, string? configuration = null, HostInstaller? installer = null) =>
        (installer ?? _installer).InstallAsync(Target, new InstallRequest(release) { Configuration = configuration ?? Configuration() });

    public Task<HostResult> RunAsync(HostOperation operation) => _installer.RunAsync(Target, operation);

    /// <summary>The process id of a program.</summary>
    public async Task<int> PidOfAsync(string program)
    {
        using RpcClient client = Client;
        RpcValue info = await client.CallAsync("supervisor.getProcessInfo", [program]);
        return (int)info.AsStruct()["pid"].AsInteger();
    }

    /// <summary>Stops what still runs, however the test ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path.Combine(Root, "supervisor")))
        {
            HostResult result = await RunAsync(HostOperation.Uninstall);
            Assert.Equal("", result.Error);
        }

        _folder.Delete(recursive: true);
    }

    public static string Text(HostResult result) => string.Create(CultureInfo.InvariantCulture, $"{result.Status} {result.Phase}: {result.Error}");
}
