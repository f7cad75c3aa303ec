using System.Text.Json.Nodes;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Deployment.Client;
using Minos.Fleet;
using Minos.Rpc;
using Minos.Supervision;
using Minos.Tests;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>The samples of <c>config/jobs</c>, as their comments and the guide say, on one daemon that serves the packages too.</summary>
public sealed class SampleJobTests : IAsyncLifetime, IDisposable
{
    private readonly string _jobs = Directory.CreateTempSubdirectory("minos-samples-").FullName;
    private readonly int _port = LoopbackPort.Take();
    private readonly HttpClient _http = new();
    private Minosd _minosd = null!;

    public async Task InitializeAsync()
    {
        _minosd = await DeployHost.StartAsync($"http://user:123@127.0.0.1:{_port}", $"""
            [inet_http_server]
            port=127.0.0.1:{_port}
            username=user
            password=123
            [package_server]
            root=%(here)s/store
            """);
    }

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync()
    {
        await _minosd.DisposeAsync();
        Directory.Delete(_jobs, recursive: true);
    }

    [SkippableFact]
    public async Task The_web_service()
    {
        JobFile file = await PrepareAsync("web", "8080", LoopbackPort.Take());
        using JobOperations operations = Operations(file);
        await InstallAndStartAsync(file, operations, 1);
        Assert.Contains("This page came in a package", await GetAsync(file.Tasks[0].Port!.Value), StringComparison.Ordinal);
        await StopAndCleanAsync(file, operations);
    }

    [SkippableFact]
    public async Task The_three_nodes()
    {
        JobFile file = await PrepareAsync("trio", "7100", TakeThree());
        using JobOperations operations = Operations(file);
        await InstallAndStartAsync(file, operations, 3);
        foreach (JobTask task in file.Tasks)
        {
            // Each says who it is, and reaches the others once they listen.
            JsonNode node = null!;
            await Commands.UntilAsync(
                async () =>
                {
                    node = JsonNode.Parse(await GetAsync(task.Port!.Value))!;
                    return node["peers"]!.AsObject().All(static peer => peer.Value is not null);
                },
                () => $"{task} reaches its peers: {node}");
            Assert.Equal($"{task.Number}", node["id"]!.GetValue<string>());
            Assert.Equal(["0", "1", "2"], node["peers"]!.AsObject().Select(static peer => peer.Value!.GetValue<string>()).Order());
        }

        await StopAndCleanAsync(file, operations);
        Assert.EndsWith("node 2 of 3 is cleaned up\n", await File.ReadAllTextAsync(_minosd["app/trio/sample/node/2/cleanups"]), StringComparison.Ordinal);
    }

    // Their ports are 10 apart.
    private static int TakeThree()
    {
        int port = LoopbackPort.Take();
        while (!LoopbackPort.TryTake(port + 10) || !LoopbackPort.TryTake(port + 20))
        {
            port = LoopbackPort.Take();
        }

        return port;
    }

    /// <summary>Makes and publishes the package by the commands in the sample's comment; only the port is another.</summary>
    private async Task<JobFile> PrepareAsync(string name, string port, int newPort)
    {
        Requires.Program("python3");
        string tarball = Path.Combine(_jobs, $"{name}-1.0.tar.gz");
        Finished made = await Commands.RunAsync("tar", "-C", Repository.Path("config/jobs/packages"), "-czf", tarball, $"{name}-1.0");
        Assert.True(made.Status == 0, made.Error);
        Finished uploaded = await Commands.RunAsync(
            Requires.Program("curl"), "-sS", "-u", "user:123", "-F", $"artifact={name}", "-F", "revision=r1", "-F", $"file=@{tarball}",
            $"http://127.0.0.1:{_port}/upload_package/");
        Assert.Contains($"Packakge {name}-1.0.tar.gz upload successfully!", uploaded.Output, StringComparison.Ordinal);

        Finished copied = await Commands.RunAsync("cp", "-rT", Repository.Path("config/jobs"), _jobs);
        Assert.True(copied.Status == 0, copied.Error);
        string path = Path.Combine(_jobs, name + ".cfg");
        string text = await File.ReadAllTextAsync(path);
        Assert.Contains($"base_port={port}\n", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace($"base_port={port}\n", $"base_port={newPort}\n", StringComparison.Ordinal));
        return JobFileReader.Read(path, HostGroupReader.Read(Repository.Path("config/deploy_supervisor.cfg")));
    }

    private static async Task InstallAndStartAsync(JobFile file, JobOperations operations, int tasks)
    {
        Assert.Equal(tasks, file.Tasks.Count);
        Assert.All(await operations.ForEachAsync(file.Tasks, operations.InitializeAsync).ToListAsync(), static r => Assert.True(r.Outcome == JobOutcome.Done, r.ToString()));
        Assert.All(
            await operations.ForEachAsync(file.Tasks, operations.StartAsync).ToListAsync(),
            static r => Assert.True(r is { Outcome: JobOutcome.Done, State: ProcessState.Running }, r.ToString()));
    }

    private async Task StopAndCleanAsync(JobFile file, JobOperations operations)
    {
        Assert.All(await operations.ForEachAsync(file.Tasks, operations.StopAsync).ToListAsync(), static r => Assert.True(r.State == ProcessState.Stopped, r.ToString()));
        Assert.All(
            await operations.ForEachAsync(file.Tasks, (task, token) => operations.CleanupAsync(task, file.CleanupToken, token)).ToListAsync(),
            static r => Assert.True(r.Outcome == JobOutcome.Done, r.ToString()));
        Assert.Empty(Directory.GetFiles(_minosd["conf"]));
        Assert.Empty(Directory.GetFiles(_minosd["log"], "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(_minosd["data1"], "*", SearchOption.AllDirectories));
    }

    private JobOperations Operations(JobFile file) => new(file, _ => new RpcClient($"unix://{_minosd["s.sock"]}"));

    private async Task<string> GetAsync(int port)
    {
        string? page = null;
        await Commands.UntilAsync(
            async () =>
            {
                try
                {
                    page = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => $"port {port} answers");
        return page!;
    }
}
