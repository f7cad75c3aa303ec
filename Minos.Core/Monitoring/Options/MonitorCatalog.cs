using Minos.Configuration;
using static Minos.Monitoring.Options.CommonOptions;
using static Minos.Monitoring.Options.OptionValues;

namespace Minos.Monitoring.Options;

/// <summary>Every monitor with its options.</summary>
internal static class MonitorCatalog
{
    private static readonly MonitorOption[] s_batch =
    [
        .. Addresses,
        new('i', "interval", "MINUTES", "1.0", "time that alerts are collected for one mail", (s, v) => s.IntervalMinutes = Number(v)),
        new('s', "subject", "TEXT", "by monitor", "subject of the mail", (s, v) => s.Subject = v),
        new('e', "tickEvent", "NAME", "TICK_60", "event that measures the interval", (s, v) => s.TickEvent = TickEvent(v)),
        .. CommonOptions.Delivery.Select(o => o.Name == "password" ? o with { Letter = 'p' } : o),
        Sendmail,
        .. CommonOptions.Alerts,
    ];

    /// <summary>The one that <c>alert_to</c> stands for.</summary>
    public static MonitorDescription CrashMailBatch { get; } =
        new("crashmailbatch", "mails the unexpected ends of an interval together", "PROCESS_STATE,TICK_60", s_batch);

    /// <summary>By name, in the order of the guide.</summary>
    public static IReadOnlyList<MonitorDescription> All { get; } =
    [
        new("crashmail", "mails when a process ends unexpectedly", "PROCESS_STATE",
        [
            Programs("accepted as by superlance, without effect: every unexpected end is told"),
            new('a', "any", null, "always", "accepted as by superlance, without effect", (s, _) => s.Any = true),
            new('o', "optionalheader", "TEXT", "", "stands before the subject", (s, v) => s.OptionalHeader = v),
            .. CommonOptions.Mail,
            new('i', "interval", "MINUTES", "1.0", "further ends of the same process within it become one mail", (s, v) => s.IntervalMinutes = Number(v)),
            .. CommonOptions.Delivery,
            .. CommonOptions.Alerts,
        ]),
        CrashMailBatch,
        new("crashsms", "crashmailbatch in a few words", "PROCESS_STATE,TICK_60", s_batch),
        new("fatalmailbatch", "mails the processes of an interval that could not be started", "PROCESS_STATE,TICK_60", s_batch),
        new("httpok", "restarts processes when a URL does not answer as it should", "TICK_60",
        [
            Programs("process to restart"),
            new('a', "any", null, "off", "restart every running process but the listeners", (s, _) => s.Any = true),
            new('t', "timeout", "SECONDS", "10", "time for an answer", (s, v) => s.Timeout = Seconds(v) is { Ticks: > 0 } t ? t : throw new InvalidValueException("not above 0")),
            new('c', "code", "STATUS", "200", "status that is expected; may be given several times", (s, v) => s.StatusCodes.Add(Count(v))) { IsRepeatable = true },
            new('b', "body", "TEXT", "", "text that the answer must contain", (s, v) => s.Body = v),
            .. CommonOptions.Mail,
            new('g', "gcore", "COMMAND", "/usr/bin/gcore -o", "command that writes a core file", (s, v) => s.Gcore = v),
            new('d', "coredir", "DIR", "no core file", "directory for core files, written before a restart", (s, v) => s.CoreDirectory = v),
            new('e', "eager", null, "on", "ask also while none of the processes runs", (s, _) => s.Eager = true),
            new('E', "not-eager", null, "off", "ask only while one of them runs", (s, _) => s.Eager = false),
            new('n', "name", "TEXT", "", "name of this check, in subjects", (s, v) => s.Name = v),
            .. Restarting,
            .. CommonOptions.Delivery.Select(o => o with { Letter = null }),
        ]) { Arguments = "URL" },
        new("memmon", "restarts processes that use too much memory", "TICK_60",
        [
            new('c', "cumulative", null, "off", "count the memory of a process's descendants, too", (s, _) => s.Cumulative = true),
            new('p', "program", "NAME=SIZE", "", "limit of a process", (s, v) => Add(s.ProgramLimits, v, "-p")) { IsRepeatable = true },
            new('g', "group", "NAME=SIZE", "", "limit of each process of a group", (s, v) => Add(s.GroupLimits, v, "-g")) { IsRepeatable = true },
            new('a', "any", "SIZE", "", "limit of every process", (s, v) => s.AnyLimit = Size(v, "-a")),
            .. CommonOptions.Mail,
            new('u', "uptime", "TIME", "unlimited", "mail only about processes that are younger", (s, v) => s.MailUptime = Uptime(v)),
            new('n', "name", "TEXT", "", "name of this check, in subjects", (s, v) => s.Name = v),
            .. Restarting,
            .. CommonOptions.Delivery.Select(o => o with { Letter = null }),
        ]),
        new("process_exit_monitor", "runs the post.sh of a job when one of its processes has ended", "PROCESS_STATE",
        [
            new('c', "configuration", "FILE", "../supervisord.conf from the directory of minosd", "file whose [rpcinterface:deployment] names app_root", (s, v) => s.ConfigurationFile = File(v)),
            new(null, "timeout", "SECONDS", "300", "time for a post.sh; then it is killed", (s, v) => s.ScriptTimeout = Seconds(v)),
        ]),
    ];

    /// <summary><c>minosd monitors test-mail</c>: not a listener, but it has its options.</summary>
    public static MonitorDescription TestMail { get; } =
        new("test-mail", "sends an alert now and shows what the server says", "",
            [.. Addresses, .. CommonOptions.Delivery.Where(o => o.Name is not ("outbox" or "maxQueued" or "retryInterval")).Select(o => o.Name == "password" ? o with { Letter = 'p' } : o), Sendmail]);

    private static void Add(Dictionary<string, long> limits, string text, string option)
    {
        (string name, long size) = Limit(text, option);
        if (!limits.TryAdd(name, size))
        {
            throw new InvalidValueException($"{name} has two limits");
        }
    }
}
