using System.Diagnostics;
using System.Net;
using Minos.Tests;

namespace Minos.Daemon.Tests.Http;

/// <summary>Supervisor's own client has its own HTTP client for tails, which is particular about the answer.</summary>
public sealed class SupervisorctlTailTests
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Supervisorctl_follows_the_main_log(bool overUnixSocket)
    {
        await using TestServer server = await TestServer.StartAsync();
        string path = server.WriteFile("main.log", "first\n");
        server.Daemon.MainLog = path;
        string url = overUnixSocket ? $"unix://{server.SocketPath}" : $"http://127.0.0.1:{((IPEndPoint)server.Inet).Port}";
        string[] arguments = ["-s", url, "-u", "user", "-p", "123", "maintail", "-f"];
        using Process client = Process.Start(
            new ProcessStartInfo(Requires.Program("supervisorctl"), arguments) { RedirectStandardOutput = true })!;
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await ReadLineAsync("first");
            await File.AppendAllTextAsync(path, "second\n", deadline.Token);
            await ReadLineAsync("second");

            async Task ReadLineAsync(string expected)
            {
                string? line;
                do
                {
                    line = await client.StandardOutput.ReadLineAsync(deadline.Token);
                    Assert.NotNull(line);
                }
                while (!line.Contains(expected, StringComparison.Ordinal));
            }
        }
        finally
        {
            client.Kill();
            await client.WaitForExitAsync();
        }
    }
}
