using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace Minos.Monitoring.Mail;

/// <summary>Hands messages to the first mail server that takes them.</summary>
/// <param name="options">The servers and how they are used.</param>
/// <param name="trace">Told about every line of the conversation, secrets left out; null tells nobody.</param>
public sealed class SmtpSender(SmtpOptions options, Action<string>? trace = null)
{
    private const int ReadyForMessage = 354;
    private const int AskForMore = 334;

    /// <summary>Sends a message.</summary>
    /// <param name="from">The sender's address, for the envelope.</param>
    /// <param name="recipients">The addresses, for the envelope.</param>
    /// <param name="message">The message with its headers; lines end with CR LF.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MailException">No server took it; the message has every server's reason.</exception>
    public async Task<SmtpDelivery> SendAsync(
        string from, IReadOnlyList<string> recipients, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        bool isPermanent = true;
        foreach (MailServer server in options.Servers)
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            time.CancelAfter(options.Timeout);
            try
            {
                return await SendAsync(server, from, recipients, message, time.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                isPermanent = false;
                failures.Add($"{server}: no answer within {options.Timeout.TotalSeconds:0} s");
            }
            catch (Exception exception) when (exception is MailException or IOException or SocketException or AuthenticationException or CryptographicException)
            {
                isPermanent &= exception is MailException { IsPermanent: true };
                failures.Add($"{server}: {exception.Message}{(exception is AuthenticationException ? " (see --caFile)" : "")}");
            }
        }

        throw new MailException(string.Join("; ", failures), isPermanent);
    }

    private async Task<SmtpDelivery> SendAsync(
        MailServer server, string from, IReadOnlyList<string> recipients, ReadOnlyMemory<byte> message, CancellationToken token)
    {
        trace?.Invoke($"-- {server}");
        SmtpConnection connection = await SmtpConnection.ConnectAsync(server, trace, token).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await OpenAsync(connection, server, token).ConfigureAwait(false);
            Check(await connection.CommandAsync($"MAIL FROM:<{from}>", token).ConfigureAwait(false), "the sender is refused");
            var refused = new Dictionary<string, string>();
            var deferred = new Dictionary<string, string>();
            string last = "";
            foreach (string recipient in recipients)
            {
                SmtpReply reply = await connection.CommandAsync($"RCPT TO:<{recipient}>", token).ConfigureAwait(false);
                last = reply.ToString();
                if (!reply.IsPositive)
                {
                    (reply.IsPermanent ? refused : deferred)[recipient] = last;
                }
            }

            if (refused.Count + deferred.Count < recipients.Count)
            {
                last = await SendDataAsync(connection, message, token).ConfigureAwait(false);
            }

            await QuitAsync(connection, token).ConfigureAwait(false);
            return new SmtpDelivery(server, last, refused, deferred);
        }
    }

    private async Task OpenAsync(SmtpConnection connection, MailServer server, CancellationToken token)
    {
        bool isImplicit = options.Security == SmtpSecurity.Implicit
            || (options.Security == SmtpSecurity.Automatic && server.Port == MailServer.SubmissionsPort);
        if (isImplicit)
        {
            await connection.SecureAsync(options, server.Host, token).ConfigureAwait(false);
        }

        Check(await connection.ReadReplyAsync(token).ConfigureAwait(false), "the server is not available");
        SmtpReply hello = await HelloAsync(connection, token).ConfigureAwait(false);
        if (options.Security == SmtpSecurity.StartTls)
        {
            Check(await connection.CommandAsync("STARTTLS", token).ConfigureAwait(false), "the server does not offer STARTTLS");
            await connection.SecureAsync(options, server.Host, token).ConfigureAwait(false);
            hello = await HelloAsync(connection, token).ConfigureAwait(false);
        }

        if (options is { UserName.Length: > 0, Password.Length: > 0 })
        {
            await LogInAsync(connection, hello, token).ConfigureAwait(false);
        }
    }

    private static async Task<SmtpReply> HelloAsync(SmtpConnection connection, CancellationToken token)
    {
        string name = new([.. Dns.GetHostName().Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')]);
        SmtpReply reply = await connection.CommandAsync($"EHLO {(name.Length == 0 ? "localhost" : name)}", token).ConfigureAwait(false);
        Check(reply, "the server does not know EHLO");
        return reply;
    }

    private async Task LogInAsync(SmtpConnection connection, SmtpReply hello, CancellationToken token)
    {
        string offered = hello.Lines.FirstOrDefault(l => l.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase)) ?? "";
        string[] mechanisms = offered.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        SmtpReply reply;
        if (mechanisms.Contains("PLAIN"))
        {
            reply = await connection.CommandAsync(
                "AUTH PLAIN " + Base64($"\0{options.UserName}\0{options.Password}"), token, "AUTH PLAIN ***").ConfigureAwait(false);
        }
        else if (mechanisms.Contains("LOGIN"))
        {
            reply = await connection.CommandAsync("AUTH LOGIN", token).ConfigureAwait(false);
            foreach (string secret in new[] { options.UserName!, options.Password! })
            {
                if (reply.Code == AskForMore)
                {
                    reply = await connection.CommandAsync(Base64(secret), token, "***").ConfigureAwait(false);
                }
            }
        }
        else
        {
            throw new MailException(offered.Length == 0
                ? "the server does not offer to log in; perhaps only with --tls"
                : $"the server offers {offered}; minosd knows PLAIN and LOGIN");
        }

        Check(reply, "the login is refused");
    }

    private static async Task<string> SendDataAsync(SmtpConnection connection, ReadOnlyMemory<byte> message, CancellationToken token)
    {
        SmtpReply ready = await connection.CommandAsync("DATA", token).ConfigureAwait(false);
        if (ready.Code != ReadyForMessage)
        {
            throw new MailException($"the message is refused: {ready}", ready.IsPermanent);
        }

        SmtpReply taken = await connection.MessageAsync(message, token).ConfigureAwait(false);
        return taken.IsPositive ? taken.ToString() : throw new MailException($"the message is refused: {taken}", taken.IsPermanent);
    }

    // The message is the server's already: whatever happens now, it must not be sent again.
    private static async Task QuitAsync(SmtpConnection connection, CancellationToken token)
    {
        try
        {
            await connection.CommandAsync("QUIT", token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or MailException or SocketException or OperationCanceledException)
        {
        }
    }

    private static void Check(SmtpReply reply, string problem)
    {
        if (!reply.IsPositive)
        {
            throw new MailException($"{problem}: {reply}");
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
