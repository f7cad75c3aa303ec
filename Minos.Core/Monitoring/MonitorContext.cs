using System.Globalization;
using System.Net;
using Minos.Monitoring.Alerts;
using Minos.Monitoring.Options;
using Minos.Rpc;

namespace Minos.Monitoring;

/// <summary>What a monitor works with.</summary>
/// <param name="Name">The monitor's name.</param>
/// <param name="Settings">Its options.</param>
/// <param name="Log">Its stderr.</param>
/// <param name="Client">The daemon that it belongs to.</param>
internal sealed record MonitorContext(string Name, MonitorSettings Settings, MonitorLog Log, RpcClient Client)
{
    /// <summary>The machine's name.</summary>
    public string Host { get; } = Dns.GetHostName();

    /// <summary>The wall clock: alerts are for people.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The time as superlance writes it: <c>2026-11-27 18:45:33,120</c>.</summary>
    public static string Stamp(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture);

    /// <summary>Makes what sends the alerts.</summary>
    public Delivery CreateDelivery(Action<string>? trace = null) => DeliveryFactory.Create(Settings, Name, trace);
}
