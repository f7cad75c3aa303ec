namespace Minos.Monitoring.Mail;

/// <summary>How the connection to a mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Not at all; TLS from the first byte on port 465.</summary>
    Automatic,

    /// <summary>STARTTLS, and nothing is sent when the server does not offer it (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Implicit,
}
