using Minos.Configuration.Ini;

namespace Minos.Configuration.Reading;

/// <summary>Every section and key that has a meaning; the others are worth a warning, which Supervisor does not give.</summary>
internal static class KnownKeys
{
    private static readonly string[] s_program =
    [
        "command", "process_name", "numprocs", "numprocs_start", "priority", "autostart", "autorestart", "startsecs", "startretries",
        "exitcodes", "stopsignal", "stopwaitsecs", "stopasgroup", "killasgroup", "user", "redirect_stderr", "stdout_logfile",
        "stdout_logfile_maxbytes", "stdout_logfile_backups", "stdout_capture_maxbytes", "stdout_events_enabled", "stdout_syslog",
        "stderr_logfile", "stderr_logfile_maxbytes", "stderr_logfile_backups", "stderr_capture_maxbytes", "stderr_events_enabled",
        "stderr_syslog", "environment", "directory", "umask", "serverurl", "http_url", "stdout_format", "stderr_format",
    ];

    // By the name of the section, up to and with its colon; null takes any key.
    private static readonly Dictionary<string, string[]?> s_sections = new()
    {
        ["supervisord"] =
        [
            "logfile", "logfile_maxbytes", "logfile_backups", "loglevel", "pidfile", "umask", "nodaemon", "silent", "minfds", "minprocs",
            "nocleanup", "childlogdir", "user", "directory", "strip_ansi", "environment", "identifier", "subprocpidfile", "profile_options",
            "alert_to", "alert_from", "alert_options", "format_utc_offset",
        ],
        ["supervisorctl"] = ["serverurl", "username", "password", "prompt", "history_file", "tls_fingerprint"],
        ["unix_http_server"] = ["file", "chmod", "chown", "username", "password", "allow_get_actions", "allowed_users"],
        ["inet_http_server"] =
        [
            "port", "username", "password", "allow_insecure", "allow_get_actions", "allowed_hosts",
            "tls_certificate", "tls_key", "tls_self_signed",
        ],
        ["http_user:"] = ["password", "role"],
        ["package_server"] = ["root", "max_upload_bytes"],
        ["include"] = ["files"],
        ["group:"] = ["programs", "priority"],
        ["program:"] = s_program,
        ["fcgi-program:"] = [.. s_program, "socket", "socket_backlog", "socket_owner", "socket_mode"],
        ["eventlistener:"] = [.. s_program, "events", "buffer_size", "result_handler"],
        ["rpcinterface:"] = null,
        ["ctlplugin:"] = null,
    };

    /// <summary>Every kind of section with its keys; null takes any.</summary>
    internal static IReadOnlyDictionary<string, string[]?> Sections => s_sections;

    /// <summary>Warns of every section and key that means nothing.</summary>
    public static void Check(IniDocument document, ProblemCollector problems)
    {
        string[] everyKey = [.. s_sections.Values.SelectMany(keys => keys ?? []).Distinct()];
        Check(document.Defaults, everyKey, problems);
        foreach (IniSection section in document.Sections)
        {
            if (!TryFind(section.Name, out string[]? keys))
            {
                problems.Add(ProblemSeverity.Warning, $"unknown section [{section.Name}]", section, null, null, SectionRemedy(section.Name));
            }
            else if (keys is not null)
            {
                Check(section, keys, problems);
            }
        }
    }

    private static void Check(IniSection section, string[] keys, ProblemCollector problems)
    {
        foreach (IniEntry entry in section.Entries.Values.Where(e => !keys.Contains(e.Key)))
        {
            string? nearest = EditDistance.Nearest(entry.Key, keys);
            problems.Add(
                ProblemSeverity.Warning, $"unknown key {entry.Key} in section [{section.Name}]", section, entry.Key, entry,
                nearest is null ? "it has no effect" : $"it has no effect; did you mean {nearest}?");
        }
    }

    // Like Supervisor, takes every section that starts with the name of an HTTP server for one.
    private static bool TryFind(string section, out string[]? keys)
    {
        string? kind = s_sections.Keys.FirstOrDefault(k => k.EndsWith(':') || k.EndsWith("_server", StringComparison.Ordinal)
            ? section.StartsWith(k, StringComparison.Ordinal)
            : section == k);
        keys = kind is null ? null : s_sections[kind];
        return kind is not null;
    }

    private static string SectionRemedy(string section)
    {
        int colon = section.IndexOf(':', StringComparison.Ordinal) + 1;
        string kind = section[..(colon == 0 ? section.Length : colon)];
        string? nearest = s_sections.ContainsKey(kind.ToLowerInvariant())
            ? kind.ToLowerInvariant()
            : EditDistance.Nearest(kind.ToLowerInvariant(), s_sections.Keys);
        return nearest is null
            ? "it has no effect"
            : $"it has no effect; did you mean [{nearest}{(nearest.EndsWith(':') ? section[colon..] : "")}]?";
    }
}
