using System.Net.Sockets;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Rpc;
using Minos.Tests;

namespace Minos.Daemon.Tests.Upgrades;

/// <summary>The ports of the daemon, with and without TLS, while its program is replaced.</summary>
public class UpgradedServerTests
{
    [Fact]
    public async Task Ports_never_close_and_the_certificate_stays()
    {
        int plain = LoopbackPort.Take(), secure = LoopbackPort.Take();
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:idle]
            command=/bin/sleep 1000
            startsecs=0
            [inet_http_server]
            port=127.0.0.1:{plain}
            username=u
            password=p
            [inet_http_server:secure]
            port=127.0.0.1:{secure}
            username=u
            password=p
            tls_certificate=%(here)s/tls.pem
            tls_self_signed=true
            """);
        using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(minosd["tls.pem"]));
        var options = new RpcClientOptions
        {
            UserName = "u",
            Password = "p",
            CertificateFingerprint = certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256),
        };
        using var ending = new CancellationTokenSource();
        int[] answered = new int[2];
        Task[] callers =
        [
            .. new[] { $"http://127.0.0.1:{plain}", $"https://127.0.0.1:{secure}" }.Select((url, i) => Task.Run(async () =>
            {
                while (!ending.IsCancellationRequested)
                {
                    using var client = new RpcClient(url, options);
                    try
                    {
                        await client.CallAsync("supervisor.getPID");
                        answered[i]++;
                    }
                    catch (RpcConnectionException exception)
                    {
                        // Ended without an answer, which is a clean retry; a refusal or another certificate is none.
                        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
                        {
                            Assert.DoesNotContain("refused", cause.Message, StringComparison.OrdinalIgnoreCase);
                            Assert.DoesNotContain("certificate", cause.Message, StringComparison.OrdinalIgnoreCase);
                        }
                    }
                }
            })),
        ];
        for (int i = 0; i < 3; i++)
        {
            Finished finished = await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade");
            Assert.StartsWith("upgraded: ", finished.Output, StringComparison.Ordinal);
            int[] before = [.. answered];
            await Commands.UntilAsync(() => Task.FromResult(answered.Zip(before).All(static p => p.First > p.Second + 2) || callers.Any(static c => c.IsFaulted)), () => "they are answered again");
        }

        await ending.CancelAsync();
        await Task.WhenAll(callers);
    }

    [Fact]
    public async Task A_log_followed_over_TLS_ends_as_a_complete_answer_and_the_client_says_so()
    {
        int port = LoopbackPort.Take();
        await using Minosd minosd = await Minosd.StartAsync($"""
            [program:counter]
            command=/bin/bash -c "for ((i=0;;i++)); do echo line $i; read -t 0.01 word; done"
            startsecs=0
            [inet_http_server]
            port=127.0.0.1:{port}
            username=u
            password=p
            tls_certificate=%(here)s/tls.pem
            tls_self_signed=true
            """);
        using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(minosd["tls.pem"]));
        await File.WriteAllTextAsync(minosd["ctl.conf"], $"""
            [supervisorctl]
            serverurl=https://127.0.0.1:{port}
            username=u
            password=p
            tls_fingerprint={certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)}
            """);
        using System.Diagnostics.Process tail = Commands.Start(Minosd.Binary, "ctl", "-c", minosd["ctl.conf"], "tail", "-f", "counter");
        try
        {
            Assert.Contains("Ctrl-C", await tail.StandardOutput.ReadLineAsync().WaitAsync(Commands.Deadline), StringComparison.Ordinal);

            // The first may be half a line, as the answer begins with the last kilobyte of the log.
            Assert.NotNull(await tail.StandardOutput.ReadLineAsync().WaitAsync(Commands.Deadline));
            Assert.StartsWith("line ", await tail.StandardOutput.ReadLineAsync().WaitAsync(Commands.Deadline), StringComparison.Ordinal);
            Assert.StartsWith("upgraded: ", (await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade")).Output, StringComparison.Ordinal);
            Task<string> error = tail.StandardError.ReadToEndAsync();
            _ = await tail.StandardOutput.ReadToEndAsync().WaitAsync(Commands.Deadline);
            Assert.Contains("has ended: the daemon was stopped or upgraded", await error.WaitAsync(Commands.Deadline), StringComparison.Ordinal);
        }
        finally
        {
            tail.Kill();
            await tail.WaitForExitAsync();
        }
    }

    [SkippableTheory]
    [InlineData("tcp")]
    [InlineData("unix")]
    public async Task The_socket_of_FastCGI_programs_outlives_kill_and_upgrade(string kind)
    {
        string python = Requires.Program("python3");
        int port = LoopbackPort.Take();
        await using var minosd = new Minosd($"""
            [fcgi-program:web]
            socket={(kind == "tcp" ? $"tcp://127.0.0.1:{port}" : "unix://%(here)s/fcgi.sock")}
            command={python} %(here)s/answer
            process_name=%(program_name)s_%(process_num)d
            numprocs=2
            startsecs=0
            stopwaitsecs=60
            """);
        await File.WriteAllTextAsync(minosd["answer"], """
            import os, socket
            listener = socket.socket(fileno=0)
            while True:
                client = listener.accept()[0]
                client.sendall(b"%d" % os.getpid())
                client.close()
            """);
        minosd.Start();
        await minosd.UntilUpAsync();
        await minosd.UntilStateAsync("web:web_1", "RUNNING");
        string socket = SocketOf(await minosd.PidOfAsync("web:web_0"));
        System.Net.EndPoint address = kind == "tcp"
            ? new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port)
            : new UnixDomainSocketEndPoint(minosd["fcgi.sock"]);
        using var ending = new CancellationTokenSource();
        int answers = 0;
        Task caller = Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                Assert.NotEqual(0, await AskAsync(address));
                Interlocked.Increment(ref answers);
            }
        });

        foreach (Func<Task> replace in new Func<Task>[] { minosd.ReplaceAsync, UpgradeAsync, minosd.ReplaceAsync })
        {
            await replace();

            // One is started anew while the other serves: on the same socket.
            int before = await minosd.PidOfAsync("web:web_0");
            _ = await minosd.CallAsync("stopProcess", "web:web_0");
            _ = await minosd.CallAsync("startProcess", "web:web_0");
            int pid = await minosd.PidOfAsync("web:web_0");
            Assert.NotEqual(before, pid);
            await Commands.UntilAsync(() => SocketOf(pid) == socket, "it has the same socket");
            int seen = answers;
            await Commands.UntilAsync(() => answers > seen + 5 || caller.IsFaulted, "clients are served");
        }

        await ending.CancelAsync();
        await caller;
        _ = await minosd.CallAsync("stopProcessGroup", "web");
        await Commands.UntilAsync(() => minosd.MainLog.Contains("Closing socket ", StringComparison.Ordinal), "the socket is closed after the last");
        Assert.False(File.Exists(minosd["fcgi.sock"]));
        await Commands.UntilAsync(async () => await AskAsync(address) == 0, () => "nobody listens");

        async Task UpgradeAsync() => Assert.StartsWith(
            "upgraded: ", (await Commands.RunAsync(Minosd.Binary, "ctl", "-c", minosd.ConfigurationFile, "upgrade")).Output, StringComparison.Ordinal);
    }

    private static string SocketOf(int pid) => new FileInfo($"/proc/{pid}/fd/0").LinkTarget ?? "";

    /// <returns>The answer; -1 for none, 0 when nobody listens.</returns>
    private static async Task<int> AskAsync(System.Net.EndPoint address)
    {
        using var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await client.ConnectAsync(address);
        }
        catch (SocketException)
        {
            return 0;
        }

        byte[] answer = new byte[32];
        try
        {
            int count = await client.ReceiveAsync(answer).WaitAsync(Commands.Deadline);
            return count == 0 ? -1 : int.Parse(answer.AsSpan(0, count));
        }
        catch (SocketException)
        {
            // Its program was stopped while it answered.
            return -1;
        }
    }
}
