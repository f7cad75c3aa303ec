using Minos.Configuration;
using Minos.Configuration.Values;
using Minos.Monitoring.Alerts;
using Minos.Monitoring.Mail;
using static Minos.Monitoring.Options.OptionValues;

namespace Minos.Monitoring.Options;

/// <summary>Options that several monitors share.</summary>
internal static class CommonOptions
{
    /// <summary>How alerts are delivered; every monitor that sends any has them.</summary>
    public static readonly MonitorOption[] Delivery =
    [
        new('H', "smtpHost", "HOST[:PORT],...", "localhost", "mail servers, tried in this order", (s, v) => (s.Servers, s.ServersGiven) = (MailServer.ParseList(v), true)),
        new('u', "userName", "NAME", "the local part of --fromEmail", "name for the mail server", (s, v) => s.UserName = v),
        new(null, "password", "PASSWORD", "MINOS_SMTP_PASSWORD", "password for the mail server; every user of the machine can read it here", (s, v) => (s.Password, s.PasswordGiven) = (v, true)),
        new(null, "passwordFile", "FILE", "", "file whose first line is the password", (s, v) => s.PasswordFile = v),
        new(null, "tls", null, "off", "send nothing without STARTTLS", (s, _) => s.StartTls = true),
        new(null, "smtps", null, "on port 465", "TLS from the first byte", (s, _) => s.ImplicitTls = true),
        new(null, "caFile", "FILE", "the system's", "PEM file with the authorities that sign the servers' certificates", (s, v) => s.CaFile = File(v)),
        new(null, "noVerify", null, "off", "trust any certificate of the mail server", (s, _) => s.VerifyCertificate = false),
        new(null, "webhook", "URL", "", "post alerts there as JSON, too; may be given several times", (s, v) => s.Webhooks.Add(Url(v))) { IsRepeatable = true },
        new(null, "webhookFormat", "FORMAT", "by the URL", "json, or slack for Slack's shape", (s, v) => s.WebhookFormat = Format(v)),
        new(null, "outbox", "DIR", "in the user's state directory", "directory for what is not delivered yet", (s, v) => s.OutboxDirectory = v),
        new(null, "maxQueued", "NUM", "1000", "mails and requests in that directory at most", (s, v) => s.MaxQueued = Math.Max(1, Count(v))),
        new(null, "retryInterval", "SECONDS", "5", "time to the second attempt; doubled each time, up to 60 times as long", (s, v) => s.RetryInterval = Seconds(v) is { Ticks: > 0 } t ? t : throw new InvalidValueException("not above 0")),
    ];

    /// <summary>What a sendmail command is called by the monitors of the batch family.</summary>
    public static readonly MonitorOption Sendmail =
        new(null, "sendmail", "COMMAND", "", "shell command that takes a mail on its stdin, instead of --smtpHost", (s, v) => s.Sendmail = v);

    /// <summary>Superlance's own name for it.</summary>
    public static readonly MonitorOption SendmailProgram =
        new('s', "sendmail_program", "COMMAND", "/usr/sbin/sendmail -t -i", "shell command that takes a mail on its stdin; not used with --smtpHost", (s, v) => s.Sendmail = v);

    /// <summary>Addresses of the monitors of the batch family.</summary>
    public static readonly MonitorOption[] Addresses =
    [
        new('t', "toEmail", "LIST", "required without --webhook", "addresses, separated by commas", (s, v) => s.Recipients.AddRange(MailAddressValue.ParseList(v))),
        new('f', "fromEmail", "ADDRESS", "required with --toEmail", "the sender", (s, v) => s.From = MailAddressValue.ParseList(v) is [string only] ? only : throw new InvalidValueException("not one address")),
    ];

    /// <summary>What an alert from superlance's other monitors has.</summary>
    public static readonly MonitorOption[] Mail =
    [
        new('m', "email", "ADDRESS", "no mail", "address to mail to", (s, v) => s.Recipients.AddRange(MailAddressValue.ParseList(v))),
        new(null, "fromEmail", "ADDRESS", "user@host", "the sender", (s, v) => s.From = MailAddressValue.Parse(v)),
        SendmailProgram,
    ];

    /// <summary>Where links in alerts lead to.</summary>
    public static readonly MonitorOption PageUrl =
        new(null, "url", "URL", "the daemon's address and port", "address of the daemon's web page, for links", (s, v) => s.Url = Url(v).TrimEnd('/'));

    /// <summary>Recovery, and the recipients of clusters.</summary>
    public static readonly MonitorOption[] Alerts =
    [
        new(null, "recovery", null, "off", "tell, too, when a process has been running again for a whole interval", (s, _) => s.TellRecovery = true),
        new(null, "alertFile", "FILE", "../alert.cfg from the directory of minosd", "recipients of each cluster", (s, v) => s.AlertFile = File(v)),
        PageUrl,
        new('l', "supervisordPort", "PORT", "9001", "the original's: port for the link when --url is not given", (s, v) => s.SupervisordPort = Count(v) is > 0 and < 65536 and int port ? port : throw new InvalidValueException("not a port")),
    ];

    /// <summary>Health checks.</summary>
    public static readonly MonitorOption[] Restarting =
    [
        new(null, "grace", "SECONDS", "30", "leave a process alone for this long after its start", (s, v) => s.Grace = Seconds(v)),
        new(null, "maxRestarts", "NUM", "5", "restarts of one process within an hour at most; 0 for any number", (s, v) => s.MaxRestarts = Count(v)),
    ];

    private static WebhookFormat Format(string text) => text.ToLowerInvariant() switch
    {
        "json" => WebhookFormat.Json,
        "slack" => WebhookFormat.Slack,
        _ => throw new InvalidValueException("json or slack"),
    };

    /// <summary>An option for a list of programs.</summary>
    public static MonitorOption Programs(string text) =>
        new('p', "program", "NAME", "", text, (s, v) => s.Programs.AddRange(ListValue.Strings(v))) { IsRepeatable = true };
}
