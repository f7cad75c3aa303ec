using System.Text.Json.Serialization;

namespace Minos.Monitoring.Alerts;

/// <summary>The files of the outbox and the bodies for webhooks; written out at compile time, for the native binary.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertEntry))]
[JsonSerializable(typeof(List<Incident>))]
[JsonSerializable(typeof(WebhookAlert))]
[JsonSerializable(typeof(SlackMessage))]
internal sealed partial class AlertJson : JsonSerializerContext;
