using Minos.Configuration;

namespace Minos.Logs;

/// <summary>Where the main log goes (Supervisor's manual, <c>[supervisord]</c> section).</summary>
public sealed record MainLogOptions
{
    /// <summary>The file; null for none.</summary>
    public LogFileOptions? File { get; init; }

    /// <summary>Send the lines to syslog (<c>logfile=syslog</c>).</summary>
    public bool Syslog { get; init; }

    /// <summary>Copy the lines to stdout, as a daemon in the foreground does unless told to be silent.</summary>
    public bool EchoToStandardOutput { get; init; }

    /// <summary>The least important level that is kept.</summary>
    public SupervisorLogLevel Level { get; init; } = SupervisorLogLevel.Info;

    /// <summary>The options that the configuration asks for.</summary>
    public static MainLogOptions From(DaemonSettings settings)
    {
        bool isSyslog = settings.LogFile == "syslog";
        return new MainLogOptions
        {
            Syslog = isSyslog,
            File = isSyslog
                ? null
                : new LogFileOptions { Path = settings.LogFile, MaxBytes = settings.LogFileMaxBytes, Backups = settings.LogFileBackups },
            EchoToStandardOutput = settings.NoDaemon && !settings.Silent,
            Level = settings.LogLevel,
        };
    }
}
