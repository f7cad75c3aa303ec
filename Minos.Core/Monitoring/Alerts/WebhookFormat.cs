namespace Minos.Monitoring.Alerts;

/// <summary>What a webhook is sent.</summary>
public enum WebhookFormat
{
    /// <summary>Slack's shape for hooks.slack.com, JSON for others.</summary>
    Automatic,

    /// <summary>A <see cref="WebhookAlert"/>.</summary>
    Json,

    /// <summary>A <see cref="SlackMessage"/>.</summary>
    Slack,
}
