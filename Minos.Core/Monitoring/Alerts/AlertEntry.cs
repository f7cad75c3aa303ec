using Minos.Monitoring.Mail;

namespace Minos.Monitoring.Alerts;

/// <summary>Something that waits in the outbox: a mail or a request to a webhook.</summary>
public sealed record AlertEntry
{
    /// <summary>The mail; null for a request.</summary>
    public OutgoingMail? Mail { get; init; }

    /// <summary>The URL of the request; null for a mail.</summary>
    public string? Url { get; init; }

    /// <summary>The JSON of the request.</summary>
    public string? Json { get; init; }

    /// <summary>A few words for the log.</summary>
    public string Title => Mail is null ? $"the request to {WebhookSender.Shown(Url)}" : $"'{Mail.Subject}' to {string.Join(", ", Mail.Recipients)}";
}
