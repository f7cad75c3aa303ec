using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Minos.Monitoring.Mail;

/// <summary>One conversation with a mail server (RFC 5321, RFC 3207, RFC 4954).</summary>
/// <remarks>Not System.Net.Mail's: that has no TLS from the first byte, one certificate callback for the whole process, and keeps the
/// server's answers to itself (docs/design/monitors.md).</remarks>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int MaxLineBytes = 8 * 1024;
    private const int MaxReplyLines = 200;

    private readonly Socket _socket;
    private readonly Action<string>? _trace;
    private readonly byte[] _buffer = new byte[4096];
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpConnection(Socket socket, Action<string>? trace)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _trace = trace;
    }

    /// <summary>Connects; nothing has been read yet.</summary>
    public static async Task<SmtpConnection> ConnectAsync(MailServer server, Action<string>? trace, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken).ConfigureAwait(false);
            return new SmtpConnection(socket, trace);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes over to TLS.</summary>
    /// <exception cref="AuthenticationException">The certificate cannot be trusted.</exception>
    public async Task SecureAsync(SmtpOptions options, string host, CancellationToken cancellationToken)
    {
        // What came before TLS must not count as said under it (CVE-2011-0411 and its relatives).
        if (_start < _end)
        {
            throw new MailException("the server has said more than it was asked before TLS");
        }

        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        await tls.AuthenticateAsClientAsync(ClientOptions(options, host), cancellationToken).ConfigureAwait(false);
        _trace?.Invoke($"-- {tls.SslProtocol} {tls.NegotiatedCipherSuite}{(options.VerifyCertificate ? "" : ", certificate not verified")}");
    }

    /// <summary>Sends a command and reads the answer.</summary>
    /// <param name="command">Without the line end.</param>
    /// <param name="shown">What the trace shows instead: of secrets only that there was one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken, string? shown = null)
    {
        if (command.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new MailException("a line break within a command for the mail server", isPermanent: true);
        }

        _trace?.Invoke("> " + (shown ?? command));
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the message that DATA has announced, and reads the answer.</summary>
    public async Task<SmtpReply> MessageAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        _trace?.Invoke($"> ({message.Length} bytes)");
        await _stream.WriteAsync(StuffDots(message.Span), cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads an answer.</summary>
    public async Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (true)
        {
            string line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            _trace?.Invoke("< " + line);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out int code) || lines.Count > MaxReplyLines)
            {
                throw new MailException($"'{line}' is no answer of a mail server");
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
            {
                return new SmtpReply(code, lines);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return _stream.DisposeAsync();
    }

    /// <summary>A line that begins with a dot gets another, and a line with one dot ends the message (RFC 5321 section 4.5.2).</summary>
    internal static byte[] StuffDots(ReadOnlySpan<byte> message)
    {
        var stuffed = new MemoryStream(message.Length + 16);
        bool atLineStart = true;
        foreach (byte value in message)
        {
            if (atLineStart && value == (byte)'.')
            {
                stuffed.WriteByte((byte)'.');
            }

            stuffed.WriteByte(value);
            atLineStart = value == (byte)'\n';
        }

        stuffed.Write(atLineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
        return stuffed.ToArray();
    }

    private static SslClientAuthenticationOptions ClientOptions(SmtpOptions options, string host)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = host };
        if (!options.VerifyCertificate)
        {
#pragma warning disable CA5359 // Asked for with --noVerify.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.CaFile is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(options.CaFile);
            tls.CertificateChainPolicy = policy;
        }

        return tls;
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
                if (_end == 0)
                {
                    throw new MailException("the server has closed the connection");
                }
            }

            byte value = _buffer[_start++];
            if (value == (byte)'\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(value);
            if (line.Count > MaxLineBytes)
            {
                throw new MailException("the server has sent a line without end");
            }
        }
    }
}
