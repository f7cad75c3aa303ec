namespace Minos.Monitoring.Mail;

/// <summary>How mail servers are used.</summary>
public sealed record SmtpOptions
{
    /// <summary>The servers, tried in this order.</summary>
    public required IReadOnlyList<MailServer> Servers { get; init; }

    /// <summary>How the connection is protected.</summary>
    public SmtpSecurity Security { get; init; }

    /// <summary>The name to log in with; null does not log in.</summary>
    public string? UserName { get; init; }

    /// <summary>The password that goes with it.</summary>
    public string? Password { get; init; }

    /// <summary>A PEM file with the authorities that may have signed the server's certificate; null takes the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whether the server's certificate is looked at.</summary>
    public bool VerifyCertificate { get; init; } = true;

    /// <summary>The longest time for one server, from the connection to its last answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
