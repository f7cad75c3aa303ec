using System.Text;
using MailKit;

namespace Minos.Monitoring.Mail;

/// <summary>Tells the lines of a conversation with a mail server; secrets are left out, and of the message only its size is told.</summary>
/// <param name="trace">Told about every line.</param>
internal sealed class ProtocolTrace(Action<string> trace) : IProtocolLogger
{
    private readonly StringBuilder _client = new();
    private readonly StringBuilder _server = new();
    private long _messageBytes;
    private bool _isMessage;

    /// <inheritdoc/>
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <inheritdoc/>
    public void LogConnect(Uri uri) => trace($"-- {uri.Host}:{uri.Port}");

    /// <inheritdoc/>
    public void LogClient(byte[] buffer, int offset, int count)
    {
        if (_isMessage)
        {
            _messageBytes += count;
            return;
        }

        var text = new StringBuilder(Encoding.Latin1.GetString(buffer, offset, count));
        foreach (AuthenticationSecret secret in AuthenticationSecretDetector?.DetectSecrets(buffer, offset, count).Reverse() ?? [])
        {
            text.Remove(secret.StartIndex - offset, secret.Length).Insert(secret.StartIndex - offset, "***");
        }

        _client.Append(text);
        Tell(_client, "> ");
    }

    /// <inheritdoc/>
    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (_isMessage && _messageBytes > 0)
        {
            trace($"> ({_messageBytes} bytes)");
            (_isMessage, _messageBytes) = (false, 0);
        }

        _server.Append(Encoding.UTF8.GetString(buffer, offset, count));
        // 354: the message comes next (RFC 5321 section 4.2.3).
        _isMessage |= Tell(_server, "< ").StartsWith("354", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private string Tell(StringBuilder text, string direction)
    {
        string last = "";
        string[] lines = text.ToString().Split('\n');
        foreach (string line in lines.SkipLast(1))
        {
            last = line.TrimEnd('\r');
            trace(direction + last);
            // A message without DATA (RFC 3030).
            _isMessage |= direction == "> " && last.StartsWith("BDAT ", StringComparison.OrdinalIgnoreCase);
        }

        text.Clear().Append(lines[^1]);
        return last;
    }
}
