using System.Text.Json.Serialization;

namespace Minos.Monitoring.Alerts;

/// <summary>What a webhook gets as JSON.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Monitor">The monitor that says it.</param>
/// <param name="Subject">The mail's subject.</param>
/// <param name="Text">The mail's plain text.</param>
/// <param name="Incidents">What happened; empty for notices.</param>
public sealed record WebhookAlert(string Host, string Monitor, string Subject, string Text, IReadOnlyList<Incident> Incidents);

/// <summary>What Slack's incoming webhooks take (and Mattermost's, and Rocket.Chat's).</summary>
/// <param name="Text">In Slack's markup.</param>
public sealed record SlackMessage([property: JsonPropertyName("text")] string Text);
