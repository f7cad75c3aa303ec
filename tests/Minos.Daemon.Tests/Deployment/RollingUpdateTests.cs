using System.Formats.Tar;
using System.Text;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Deployment;
using Minos.Deployment.Client;
using Minos.Fleet;
using Minos.Rpc;
using Minos.Supervision;
using Minos.Tests;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>A web service on three supervisors, each with an address of its own of this machine, driven by its job file.</summary>
public sealed class RollingUpdateTests : IAsyncLifetime, IDisposable
{
    private readonly string[] _addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.4"];
    private readonly List<Minosd> _hosts = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("minos-rolling-").FullName;
    private readonly int _port = LoopbackPort.Take();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private JobFile _file = null!;

    private string Store => Path.Combine(_directory, "store");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Store);
        // A package without a server fails at once: python would need longer on a busy machine than a program that is well.
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "start.sh"), "#!/bin/sh\n[ -e package/server.py ] || exit 1\nexec python3 -I -S package/server.py %(host)s %(port)s\n");
        await File.WriteAllTextAsync(Path.Combine(_directory, "web.cfg"), $"""
            [service]
            service=web
            cluster=test
            artifact=web
            cleanup_token=token
            [job:web]
            hosts=group_1
            base_port={_port}
            start_script=start.sh
            """);
        var group = new HostGroup { Name = "group_1", RootDirectory = "/r", Hosts = [.. _addresses.Select(static (address, i) => new FleetHost(i, address))] };
        _file = JobFileReader.Read(Path.Combine(_directory, "web.cfg"), [group]);
        foreach (string _ in _addresses)
        {
            _hosts.Add(await DeployHost.StartAsync($"file://{Store}"));
        }
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        foreach (Minosd host in _hosts)
        {
            await host.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    [SkippableFact]
    public async Task Under_load_no_request_fails()
    {
        Requires.Program("python3");
        await PublishAsync("r1", Server("first"));
        await DeployAsync("first");
        await PublishAsync("r2", Server("second"));

        using var end = new CancellationTokenSource();
        Task<List<string>>[] load = [.. Enumerable.Range(0, 4).Select(i => Task.Run(() => AskAgainAndAgainAsync(i, end.Token)))];
        using JobOperations operations = Operations(new JobOptions { ForceUpdate = true });
        List<JobResult> results = await operations.UpdateAsync(_file.Tasks).ToListAsync();
        await UntilAllAnswerAsync("second");
        await end.CancelAsync();
        string[] answers = [.. (await Task.WhenAll(load)).SelectMany(static a => a)];

        Assert.Equal(["Done Running", "Done Running", "Done Running"], results.Select(static r => $"{r.Outcome} {r.State}"));
        Assert.Equal(["first", "second"], answers.Distinct().Order());
        Assert.True(answers.Length > 100, $"only {answers.Length} requests");
    }

    [SkippableFact]
    public async Task The_first_failure_ends_it_and_the_rest_is_left_as_it_is()
    {
        Requires.Program("python3");
        await PublishAsync("r1", Server("first"));
        await DeployAsync("first");
        int[] pids = [.. await Task.WhenAll(_hosts.Select(static host => host.PidOfAsync("web--test--web")))];
        await PublishAsync("r2", "nothing", file: "notes");

        using (JobOperations operations = Operations(new JobOptions { ForceUpdate = true }))
        {
            List<JobResult> results = await operations.UpdateAsync(_file.Tasks).ToListAsync();
            Assert.Equal([JobOutcome.Failed, JobOutcome.Skipped, JobOutcome.Skipped], results.Select(static r => r.Outcome));
            Assert.NotEqual(ProcessState.Running, results[0].State);
            Assert.Contains("because web/0 on 127.0.0.2 failed", results[2].Message, StringComparison.Ordinal);
        }

        Assert.Equal(pids[1..], await Task.WhenAll(_hosts.Skip(1).Select(static host => host.PidOfAsync("web--test--web"))));

        // A package that cannot be had costs no task: the one before runs again.
        using JobOperations again = Operations(new JobOptions { Package = new PackageInfo("web", "web-9.tar.gz", "r9", "20260101-000000") });
        List<JobResult> second = await again.UpdateAsync(_file.Tasks.Skip(1)).ToListAsync();
        Assert.Equal([JobOutcome.Failed, JobOutcome.Skipped], second.Select(static r => r.Outcome));
        Assert.Equal(ProcessState.Running, second[0].State);
        Assert.Contains("it runs", second[0].Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task From_the_first_start_to_the_cleanup()
    {
        Requires.Program("python3");
        await PublishAsync("r1", Server("first"));
        await DeployAsync("first");
        using JobOperations operations = Operations();

        Assert.Equal(["ran already", "ran already", "ran already"], (await AllAsync(operations, operations.StartAsync)).Select(static r => r.Message));
        int[] before = [.. await Task.WhenAll(_hosts.Select(static host => host.PidOfAsync("web--test--web")))];
        Assert.All(await AllAsync(operations, operations.RestartAsync), static r => Assert.Equal(JobOutcome.Done, r.Outcome));
        Assert.Empty(before.Intersect(await Task.WhenAll(_hosts.Select(static host => host.PidOfAsync("web--test--web")))));
        Assert.All(await AllAsync(operations, operations.ShowAsync), static r => Assert.Equal(ProcessState.Running, r.State));
        Assert.All(await AllAsync(operations, (task, token) => operations.CleanupAsync(task, null, token)), static r => Assert.Equal(JobOutcome.Failed, r.Outcome));
        Assert.All(await AllAsync(operations, operations.StopAsync), static r => Assert.Equal((JobOutcome.Done, ProcessState.Stopped), (r.Outcome, r.State)));
        Assert.All(await AllAsync(operations, operations.StopAsync), static r => Assert.Equal(JobOutcome.Unchanged, r.Outcome));
        Assert.All(await AllAsync(operations, (task, token) => operations.CleanupAsync(task, "another", token)), static r => Assert.Equal(JobOutcome.Failed, r.Outcome));
        Assert.All(await AllAsync(operations, (task, token) => operations.CleanupAsync(task, null, token)), static r => Assert.Equal(JobOutcome.Done, r.Outcome));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_a_failure_of_its_own()
    {
        await PublishAsync("r1", Server("first"));
        await _hosts[1].KillAsync();
        using JobOperations operations = Operations();
        JobResult[] results = [.. (await AllAsync(operations, operations.InitializeAsync)).OrderBy(static r => r.Task.Number)];
        Assert.Equal([JobOutcome.Done, JobOutcome.Failed, JobOutcome.Done], results.Select(static r => r.Outcome));
        Assert.Null(results[1].State);
        Assert.NotEmpty(results[1].Message);
    }

    // Nothing but the socket itself: on a busy machine the server of Python's library listens only seconds after it is taken to run.
    private static string Server(string version) => $$"""
        import _socket, os, sys

        server = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        server.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
        server.bind((sys.argv[1], int(sys.argv[2])))
        server.listen(64)
        body = b"{{version}}"
        while True:
            client, _ = server._accept()
            os.read(client, 65536)
            os.write(client, b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
            os.close(client)

        """;

    private async Task PublishAsync(string revision, string content, string file = "server.py")
    {
        byte[] package = Tarball.Make(
            new PaxTarEntry(TarEntryType.Directory, "web-" + revision),
            new PaxTarEntry(TarEntryType.RegularFile, $"web-{revision}/{file}") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        await new PackageStore(Store).AddAsync("web", revision, $"web-{revision}.tar.gz", new MemoryStream(package), null, default);
    }

    private async Task DeployAsync(string version)
    {
        using JobOperations operations = Operations();
        Assert.All(await AllAsync(operations, operations.InitializeAsync), static r => Assert.True(r.Outcome == JobOutcome.Done, r.ToString()));
        Assert.All(await AllAsync(operations, operations.StartAsync), static r => Assert.True(r is { Outcome: JobOutcome.Done, State: ProcessState.Running }, r.ToString()));
        await UntilAllAnswerAsync(version);
    }

    private async Task<List<JobResult>> AllAsync(JobOperations operations, Func<JobTask, CancellationToken, Task<JobResult>> operation) =>
        await operations.ForEachAsync(_file.Tasks, operation).ToListAsync();

    private JobOperations Operations(JobOptions? options = null) => new(
        _file, task => new RpcClient("unix://" + _hosts[Array.IndexOf(_addresses, task.Host.Address)]["s.sock"]), options);

    private Task UntilAllAnswerAsync(string version) => Commands.UntilAsync(
        async () =>
        {
            foreach (string address in _addresses)
            {
                if (await TryAskAsync(address) != version)
                {
                    return false;
                }
            }

            return true;
        },
        () => $"every host answers {version}");

    // As a balancer does: a host that does not answer is passed over. A request that no host answers is written down as such.
    private async Task<List<string>> AskAgainAndAgainAsync(int first, CancellationToken end)
    {
        var answers = new List<string>();
        for (int next = first; !end.IsCancellationRequested; next++)
        {
            string? answer = null;
            for (int attempt = 0; answer is null && attempt < _addresses.Length; attempt++)
            {
                answer = await TryAskAsync(_addresses[(next + attempt) % _addresses.Length]);
            }

            answers.Add(answer ?? "nobody answered");
        }

        return answers;
    }

    private async Task<string?> TryAskAsync(string address)
    {
        try
        {
            return await _client.GetStringAsync(new Uri($"http://{address}:{_port}/"));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
