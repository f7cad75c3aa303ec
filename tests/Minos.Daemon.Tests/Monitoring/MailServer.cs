using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using Minos.Daemon.Tests.EndToEnd;
using Minos.Tests;

namespace Minos.Daemon.Tests.Monitoring;

/// <summary>Debian's exim with a configuration of its own: STARTTLS, a login (minos, secret), one Maildir.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private Process? _process;

    public MailServer()
    {
        Skip.IfNot(Environment.UserName == "root", "exim gives mail to mailboxes as root only");
        _ = Requires.Program("exim4");
        _ = Requires.Program("openssl");
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("minos-mail-").FullName;

    public int Port { get; } = LoopbackPort.Take();

    /// <summary>The port on which one can log in without TLS.</summary>
    public int PlainPort { get; } = LoopbackPort.Take();

    /// <summary>The port on which TLS begins with the first byte.</summary>
    public int TlsPort { get; } = LoopbackPort.Take();

    /// <summary>The options that send mail there.</summary>
    public string Options => $"--smtpHost=localhost:{Port} --tls --caFile={Root}/c.pem --userName=minos --passwordFile={Root}/password";

    public async Task PrepareAsync()
    {
        Finished made = await Commands.RunAsync(
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", $"{Root}/k.pem", "-out", $"{Root}/c.pem", "-days", "2", "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost");
        Assert.Equal(0, made.Status);
        await File.WriteAllTextAsync($"{Root}/password", "secret\n");
        await File.WriteAllTextAsync($"{Root}/exim.conf", Configuration.Replace("{root}", Root, StringComparison.Ordinal)
            .Replace("{tlsport}", $"{TlsPort}", StringComparison.Ordinal).Replace("{plainport}", $"{PlainPort}", StringComparison.Ordinal));
        Assert.Equal(0, (await Commands.RunAsync("chown", "-R", "Debian-exim", Root)).Status);
        Assert.Equal(0, (await Commands.RunAsync("chown", "root", $"{Root}/exim.conf")).Status);
    }

    public async Task StartAsync()
    {
        _process = Commands.Start("exim4", "-C", $"{Root}/exim.conf", "-bdf", "-oX", $"<; [127.0.0.1]:{Port}; [127.0.0.1]:{TlsPort}; [127.0.0.1]:{PlainPort}");
        _process.BeginOutputReadLine();
        string said = "";
        _process.ErrorDataReceived += (_, line) => said += line.Data;
        _process.BeginErrorReadLine();
        await Commands.UntilAsync(
            async () =>
            {
                Assert.False(_process.HasExited, $"exim has ended: {said}");
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(IPAddress.Loopback, Port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            () => "exim listens");
    }

    /// <summary>The mails as a mail program reads them.</summary>
    public MimeMessage[] Messages() =>
        Directory.Exists($"{Root}/box/new") ? [.. Directory.GetFiles($"{Root}/box/new").Select(file => MimeMessage.Load(file))] : [];

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        await Commands.RunAsync("rm", "-rf", Root);
    }

    private const string Configuration = """
        primary_hostname = mail.test
        exim_user = Debian-exim
        exim_group = Debian-exim
        keep_environment =
        spool_directory = {root}/spool
        log_file_path = {root}/log-%s
        pid_file_path = {root}/exim.pid
        tls_advertise_hosts = *
        tls_on_connect_ports = {tlsport}
        tls_certificate = {root}/c.pem
        tls_privatekey = {root}/k.pem
        acl_smtp_rcpt = rcpt
        acl_smtp_data = data
        begin acl
        rcpt:
          deny local_parts = refused
               message = no such person
          deny !authenticated = *
               message = log in first
          accept
        data:
          accept
        begin routers
        all:
          driver = accept
          transport = box
        begin transports
        box:
          driver = appendfile
          envelope_to_add
          maildir_format
          directory = {root}/box
          create_directory
          user = Debian-exim
        begin authenticators
        plain:
          driver = plaintext
          public_name = PLAIN
          server_advertise_condition = ${if or{{def:tls_in_cipher}{eq{$received_port}{{plainport}}}}}
          server_condition = ${if and{{eq{$auth2}{minos}}{eq{$auth3}{secret}}}}
          server_set_id = $auth2

        """;
}
