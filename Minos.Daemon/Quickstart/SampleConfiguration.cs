using System.Globalization;
using Minos.Fleet;

namespace Minos.Daemon.Quickstart;

/// <summary>The configuration that the quickstart installs: two programs that do something worth looking at.</summary>
internal static class SampleConfiguration
{
    /// <summary>The default port, Supervisor's own.</summary>
    internal const int DefaultPort = 9001;

    private const string PortKey = "port=127.0.0.1:";

    /// <summary>The text of supervisord.conf.</summary>
    /// <remarks>Paths begin with %(here)s, so that no character of the installation's own path means anything.</remarks>
    internal static string Create(int port) =>
        $$"""
        ; Written by `minosd quickstart`, which writes it again when it differs.

        [inet_http_server]
        {{PortKey}}{{port}}

        [supervisord]
        logfile=%(here)s/log/supervisord.log
        pidfile=%(here)s/run/supervisord.pid
        childlogdir=%(here)s/log

        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

        [supervisorctl]
        serverurl=http://127.0.0.1:{{port}}

        ; Logs a line every second.
        [program:ticker]
        command=/bin/sh -c 'n=0; while sleep 1; do n=$((n+1)); echo "tick $n at $(date +%%T)"; done'
        stdout_logfile=%(here)s/log/ticker.log
        stdout_logfile_maxbytes=1MB
        stdout_logfile_backups=1
        redirect_stderr=true
        stopasgroup=true
        killasgroup=true

        ; Crashes every 20 seconds and is restarted.
        [program:crasher]
        command=/bin/sh -c 'echo "$(date +%%T) pid $$ started"; sleep 20; echo "$(date +%%T) pid $$ crashes now"; exit 3'
        stdout_logfile=%(here)s/log/crasher.log
        stdout_logfile_maxbytes=1MB
        stdout_logfile_backups=1
        redirect_stderr=true
        autorestart=true
        stopasgroup=true
        killasgroup=true

        """;

    /// <summary>The port of the installed configuration; null without one.</summary>
    internal static int? ReadPort(SupervisorLayout layout)
    {
        if (!File.Exists(layout.ConfigurationFile))
        {
            return null;
        }

        string? line = File.ReadLines(layout.ConfigurationFile).FirstOrDefault(static line => line.StartsWith(PortKey, StringComparison.Ordinal));
        return int.TryParse(line.AsSpan(Math.Min(PortKey.Length, line?.Length ?? 0)), NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : null;
    }
}
