using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Minos.Monitoring.Mail;

/// <summary>Hands messages to the first mail server that takes them.</summary>
/// <param name="options">The servers and how they are used.</param>
/// <param name="trace">Told about every line of the conversation, secrets left out; null tells nobody.</param>
public sealed class SmtpSender(SmtpOptions options, Action<string>? trace = null)
{
    private const int FirstPermanentStatus = 500; // RFC 5321 section 4.2.1

    /// <summary>Sends a mail.</summary>
    /// <exception cref="MailException">No server took it; the message has every server's reason.</exception>
    public async Task<SmtpDelivery> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using MimeMessage message = MailComposer.Compose(mail);
        var failures = new List<string>();
        bool isPermanent = true;
        foreach (MailServer server in options.Servers)
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            time.CancelAfter(options.Timeout);
            using var client = new SmtpConversation(options, trace is null ? new NullProtocolLogger() : new ProtocolTrace(trace)) { LocalDomain = LocalDomain() };
            try
            {
                return await SendAsync(client, server, message, time.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                isPermanent = false;
                failures.Add($"{server}: no answer within {options.Timeout.TotalSeconds:0} s");
            }
            catch (Exception exception) when (exception is CommandException or ProtocolException or AuthenticationException or SslHandshakeException
                or NotSupportedException or IOException or SocketException)
            {
                isPermanent &= exception is SmtpCommandException { ErrorCode: SmtpErrorCode.MessageNotAccepted } refusal && (int)refusal.StatusCode >= FirstPermanentStatus;
                failures.Add($"{server}: {client.Certificate.Problem ?? Describe(exception)}");
            }
        }

        throw new MailException(string.Join("; ", failures), isPermanent);
    }

    private async Task<SmtpDelivery> SendAsync(SmtpConversation client, MailServer server, MimeMessage message, CancellationToken token)
    {
        await client.ConnectAsync(server.Host, server.Port, Security(server), token).ConfigureAwait(false);
        if (options is { UserName.Length: > 0, Password.Length: > 0 })
        {
            await client.AuthenticateAsync(options.UserName, options.Password, token).ConfigureAwait(false);
        }

        string answer = "";
        try
        {
            answer = await client.SendAsync(message, token).ConfigureAwait(false);
        }
        catch (SmtpCommandException) when (client.AcceptsNobody)
        {
            // Each recipient has its answer.
        }

        await QuitAsync(client, token).ConfigureAwait(false);
        return new SmtpDelivery(server, answer.ReplaceLineEndings(" "), client.AcceptsNobody, client.Refused, client.Deferred);
    }

    private SecureSocketOptions Security(MailServer server) => options.Security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Implicit => SecureSocketOptions.SslOnConnect,
        _ => server.Port == MailServer.SubmissionsPort ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.None,
    };

    // The message is the server's already: whatever happens now, it must not be sent again.
    private static async Task QuitAsync(SmtpConversation client, CancellationToken token)
    {
        try
        {
            await client.DisconnectAsync(quit: true, token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ProtocolException or SocketException or OperationCanceledException)
        {
        }
    }

    private static string LocalDomain()
    {
        string name = new([.. Dns.GetHostName().Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')]);
        return name.Length == 0 ? "localhost" : name;
    }

    private string Describe(Exception exception) => exception switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } refusal => $"the sender is refused: {Answer(refusal)}",
        SmtpCommandException { ErrorCode: SmtpErrorCode.MessageNotAccepted } refusal => $"the message is refused: {Answer(refusal)}",
        SmtpCommandException refusal => Answer(refusal),
        AuthenticationException => $"the login is refused: {OneLine(exception)}",
        // The server offers no STARTTLS, or no login.
        NotSupportedException => $"{OneLine(exception).TrimEnd('.')}{(options.Security == SmtpSecurity.Automatic ? " (perhaps only with --tls)" : "")}",
        // MailKit explains at length what may be wrong; the reason is inside.
        SslHandshakeException => $"no TLS: {OneLine(exception.InnerException ?? exception)}",
        _ => OneLine(exception),
    };

    private static string Answer(SmtpCommandException refusal) => $"{(int)refusal.StatusCode} {OneLine(refusal)}";

    private static string OneLine(Exception exception) => exception.Message.Trim().ReplaceLineEndings(" ");
}
