using Minos.Monitoring.Alerts;
using Minos.Monitoring.Mail;

namespace Minos.Monitoring.Options;

/// <summary>What the options of a monitor say; each monitor has some of them (docs/guide/monitors.md).</summary>
internal sealed class MonitorSettings
{
    public List<string> Recipients { get; } = [];

    public string? From { get; set; }

    public string? Subject { get; set; }

    public string? OptionalHeader { get; set; }

    public IReadOnlyList<MailServer> Servers { get; set; } = MailServer.ParseList("localhost");

    public bool ServersGiven { get; set; }

    public string? Sendmail { get; set; }

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>Whether the password stood on the command line.</summary>
    public bool PasswordGiven { get; set; }

    public string? PasswordFile { get; set; }

    public bool StartTls { get; set; }

    public bool ImplicitTls { get; set; }

    public string? CaFile { get; set; }

    public bool VerifyCertificate { get; set; } = true;

    public List<string> Webhooks { get; } = [];

    public WebhookFormat WebhookFormat { get; set; }

    public string? OutboxDirectory { get; set; }

    public int MaxQueued { get; set; } = 1000;

    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(5);

    public string TickEvent { get; set; } = "TICK_60";

    public double IntervalMinutes { get; set; } = 1.0;

    public bool TellRecovery { get; set; }

    public string? AlertFile { get; set; }

    public string? Url { get; set; }

    /// <summary>The original's <c>--supervisordPort</c>; null when it was not given.</summary>
    public int? SupervisordPort { get; set; }

    public List<string> Programs { get; } = [];

    public bool Any { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public List<int> StatusCodes { get; } = [];

    public string? Body { get; set; }

    public string Gcore { get; set; } = "/usr/bin/gcore -o";

    public string? CoreDirectory { get; set; }

    public bool Eager { get; set; } = true;

    public string? Name { get; set; }

    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    public int MaxRestarts { get; set; } = 5;

    public bool Cumulative { get; set; }

    public Dictionary<string, long> ProgramLimits { get; } = [];

    public Dictionary<string, long> GroupLimits { get; } = [];

    public long? AnyLimit { get; set; }

    public TimeSpan? MailUptime { get; set; }

    public string? ConfigurationFile { get; set; }

    public TimeSpan ScriptTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What follows the options.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];
}
