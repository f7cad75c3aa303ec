using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Fleet;

/// <summary>A host with a real sshd, a process table and a disk of its own (<c>test-host.sh</c>).</summary>
internal sealed class TestHost(string folder, string address, int port) : IAsyncDisposable
{
    private Process? _process;

    public string Address => address;

    /// <summary>The home of its user minos, as seen from here.</summary>
    public string Home => Path.Combine(folder, "home");

    public string this[string name] => Path.Combine(Home, name);

    public string Folder => folder;

    public bool IsUp => _process is { HasExited: false };

    /// <summary>Turns it on and waits for its sshd.</summary>
    public async Task BootAsync()
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? Path.GetDirectoryName(Environment.ProcessPath)!;
        _process = Commands.Start(Repository.Path("tests/Minos.Daemon.Tests/Fleet/test-host.sh"), folder, address, $"{port}", $"DOTNET_ROOT={dotnet}");
        var log = new System.Text.StringBuilder();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Commands.UntilAsync(
            async () =>
            {
                Assert.True(IsUp, $"the host {address} has ended: {log}");
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await socket.ConnectAsync(IPAddress.Parse(address), port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            () => $"the host {address} is up: {log}");
    }

    /// <summary>A power cut: all its processes end at once.</summary>
    public async Task CutPowerAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Lets no upload come to its end until it is disposed of.</summary>
    public IDisposable HoldUploads() => new Hold(Path.Combine(folder, "hold"));

    /// <summary>Waits until an installation is being received; only while uploads are held is it still so afterwards.</summary>
    public Task UntilUploadBeginsAsync() => Commands.UntilAsync(
        () => Directory.Exists(this["root/supervisor"])
            && Directory.GetDirectories(this["root/supervisor"], ".new.*").Any(static folder => File.Exists(folder + "/supervisord.conf")),
        "the upload has begun");

    /// <summary>Runs a command there, as root.</summary>
    public async Task<string> RunAsync(params string[] command)
    {
        string init = (await File.ReadAllTextAsync($"/proc/{_process!.Id}/task/{_process.Id}/children")).Trim();
        Finished finished = await Commands.RunAsync("/usr/bin/nsenter", ["-t", init, "-m", "-p", "-u", "--", .. command]);
        Assert.True(finished.Status == 0, $"{string.Join(' ', command)}: {finished.Error}");
        return finished.Output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await CutPowerAsync();
        _process?.Dispose();
    }

    private sealed class Hold : IDisposable
    {
        private readonly string _file;

        public Hold(string file)
        {
            _file = file;
            File.WriteAllText(file, "");
        }

        public void Dispose() => File.Delete(_file);
    }
}
