using System.Diagnostics;
using Minos.Daemon.Tests.Control;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary><c>minosd monitors test-mail</c> against Debian's exim: how connections are protected, and what is said when mail is not taken.</summary>
public sealed class SmtpTests
{
    [SkippableFact]
    public async Task Mail_goes_out_with_STARTTLS_and_a_login_and_the_conversation_is_shown_without_secrets()
    {
        await using MailServer server = await StartAsync();
        Finished sent = await SendAsync($"--smtpHost=localhost:{server.Port} --tls {Authorities(server)} {Login(server)}");
        Assert.Equal((0, ""), (sent.Status, sent.Error));
        Assert.Contains($"sent: ops@test: localhost:{server.Port}: OK id=", sent.Output, StringComparison.Ordinal);
        Assert.Contains("> STARTTLS\n", sent.Output, StringComparison.Ordinal);
        Assert.Contains("> AUTH PLAIN ***\n", sent.Output, StringComparison.Ordinal);
        Assert.Contains("< 250 OK id=", sent.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^> \(\d+ bytes\)$", sent.Output);
        Assert.DoesNotContain("Subject:", sent.Output, StringComparison.Ordinal);
        AssertNoSecret(sent);
        await Commands.UntilAsync(() => server.Messages().Length > 0, "exim delivers the mail");
        Assert.Single(server.Messages());
    }

    [SkippableFact]
    public async Task Servers_are_tried_in_order_with_TLS_from_the_first_byte_and_the_password_of_the_environment()
    {
        await using MailServer server = await StartAsync();
        int closed = LoopbackPort.Take();
        Finished sent = await SendAsync(
            $"--smtpHost=localhost:{closed},localhost:{server.TlsPort} --smtps {Authorities(server)} --userName=minos", ("MINOS_SMTP_PASSWORD", "secret"));
        Assert.Equal((0, ""), (sent.Status, sent.Error));
        Assert.Contains($"sent: ops@test: localhost:{server.TlsPort}: OK id=", sent.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS", sent.Output, StringComparison.Ordinal);
        AssertNoSecret(sent);
        await Commands.UntilAsync(() => server.Messages().Length > 0, "exim delivers the mail");
        Assert.Single(server.Messages());
    }

    [SkippableTheory]
    [InlineData("--tls {login}", "the server's certificate cannot be trusted: ")]
    [InlineData("--tls --noVerify", "ops@test is refused for good: 550 log in first")]
    [InlineData("--tls {ca} --userName=minos --password=wrong-secret", "the login is refused: 535")]
    [InlineData("--smtpHost=127.0.0.1:{port} --tls {ca} {login}", "the server's certificate is for another name (localhost)")]
    [InlineData("{login}", "does not support authentication (perhaps only with --tls)")]
    [InlineData("--smtpHost=localhost:{closed} --tls", "Connection refused")]
    public async Task What_is_not_taken_is_said_in_the_servers_words_and_the_status_is_1(string options, string sentence)
    {
        await using MailServer server = await StartAsync();
        Finished refused = await SendAsync(
            (options.Contains("--smtpHost", StringComparison.Ordinal) ? "" : $"--smtpHost=localhost:{server.Port} ")
            + options.Replace("{login}", Login(server), StringComparison.Ordinal).Replace("{ca}", Authorities(server), StringComparison.Ordinal)
                .Replace("{port}", $"{server.Port}", StringComparison.Ordinal).Replace("{closed}", $"{LoopbackPort.Take()}", StringComparison.Ordinal));
        Assert.Equal(1, refused.Status);
        string line = Assert.Single(refused.Output.Split('\n'), l => l.StartsWith("NOT SENT: ops@test: ", StringComparison.Ordinal));
        Assert.Contains(sentence, line, StringComparison.Ordinal);
        AssertNoSecret(refused);
        Assert.Empty(server.Messages());
    }

    private static void AssertNoSecret(Finished finished)
    {
        Assert.DoesNotContain("secret", finished.Output + finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("\0minos\0secret"u8), finished.Output, StringComparison.Ordinal);
    }

    private static string Login(MailServer server) => $"--userName=minos --passwordFile={server.Root}/password";

    private static string Authorities(MailServer server) => $"--caFile={server.Root}/c.pem";

    private static async Task<MailServer> StartAsync()
    {
        var server = new MailServer();
        await server.PrepareAsync();
        await server.StartAsync();
        return server;
    }

    private static async Task<Finished> SendAsync(string options, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(
            CommandRunner.Executable,
            ["monitors", "test-mail", "--toEmail=ops@test", "--fromEmail=minos@test", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await Task.WhenAll(process.WaitForExitAsync(), output, error).WaitAsync(Commands.Deadline);
        return new Finished(process.ExitCode, await output, await error);
    }
}
