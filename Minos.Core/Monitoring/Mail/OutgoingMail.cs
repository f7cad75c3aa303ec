namespace Minos.Monitoring.Mail;

/// <summary>A mail before it is put into bytes.</summary>
public sealed record OutgoingMail
{
    /// <summary>Names it for good: a mail that is sent twice, because the server's answer was lost, is known by it.</summary>
    public string Id { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>The sender.</summary>
    public required string From { get; init; }

    /// <summary>The addresses.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>One line; empty sends none.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The same as HTML; null sends plain text only.</summary>
    public string? Html { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The machine that it comes from.</summary>
    public required string Host { get; init; }
}
