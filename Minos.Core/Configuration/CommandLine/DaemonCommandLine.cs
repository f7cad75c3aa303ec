using Minos.Configuration.Values;

namespace Minos.Configuration.CommandLine;

/// <summary>What a command line asks for.</summary>
public enum CommandLineAction
{
    /// <summary>Do the program's work.</summary>
    Run,

    /// <summary>Print the help text to stdout, exit status 0.</summary>
    Help,

    /// <summary>Print the version to stdout, exit status 0.</summary>
    Version,
}

/// <summary>The daemon's command line: supervisord's own options and the Minos fork's <c>--subprocpidfile</c>.</summary>
/// <param name="Action">What is asked for.</param>
/// <param name="ConfigurationFile"><c>-c</c>; null searches (<see cref="ConfigurationSearch"/>).</param>
/// <param name="Overrides">The values that win over the file.</param>
public sealed record DaemonCommandLine(CommandLineAction Action, string? ConfigurationFile, DaemonOverrides Overrides)
{
    /// <summary>What <c>-h</c> prints.</summary>
    public const string HelpText = """
        minosd -- run a set of programs as daemons, and keep them running.

        Usage: minosd [options]

        Options:
        -c/--configuration FILE -- configuration file (searched for if not given)
        -n/--nodaemon -- stay in the foreground
        -s/--silent -- in the foreground, do not copy the log to stdout
        -h/--help -- print this text and exit
        -v/--version -- print the version and exit
        -u/--user USER -- become this user (name or number)
        -m/--umask UMASK -- file mode mask in the background (default 022)
        -d/--directory DIRECTORY -- working directory in the background
        -l/--logfile FILE -- main log, or syslog
        -y/--logfile_maxbytes BYTES -- size at which the main log is rotated
        -z/--logfile_backups NUM -- rotated main logs to keep
        -e/--loglevel LEVEL -- critical, error, warn, info, debug, trace or blather
        -j/--pidfile FILE -- file that gets the daemon's pid
        -i/--identifier STR -- name of this daemon in events and log names
        -q/--childlogdir DIRECTORY -- where the automatic logs of programs go
        -k/--nocleanup -- keep the automatic logs of earlier runs
        -a/--minfds NUM -- file descriptors that must be available
        -t/--strip_ansi -- remove escape sequences from the logs of programs
        --minprocs NUM -- processes that must be available
        --subprocpidfile FILE -- file that gets the pids of programs (Minos fork)
        --respawn -- as the first option: start the daemon again when it is killed (always so in the background)
        --no-respawn -- as the first option: don't, in the background
        --profile_options LIST -- accepted for compatibility, without effect

        """;

    /// <summary>Parses the arguments, without the program's name.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">For <c>~</c> in paths; this process's by default.</param>
    /// <exception cref="CommandLineException">They are wrong; exit status 2.</exception>
    public static DaemonCommandLine Parse(IReadOnlyList<string> arguments, ConfigurationEnvironment? environment = null)
    {
        environment ??= ConfigurationEnvironment.OfThisProcess();
        CommandLineAction action = CommandLineAction.Run;
        string? file = null;
        var overrides = new DaemonOverrides();

        var table = new OptionTable();
        table.AddFinal('h', "help", () => action = CommandLineAction.Help);
        table.AddFinal('?', null, () => action = CommandLineAction.Help);
        table.AddFinal('v', "version", () => action = CommandLineAction.Version);
        table.AddValue('c', "configuration", text => file = text);
        table.AddFlag('n', "nodaemon", () => overrides = overrides with { NoDaemon = true });
        table.AddFlag('s', "silent", () => overrides = overrides with { Silent = true });
        table.AddValue('u', "user", text => overrides = overrides with { User = text });
        table.AddValue('m', "umask", text => overrides = overrides with { Umask = OctalValue.Parse(text) });
        table.AddValue('d', "directory", text => overrides = overrides with { Directory = PathValue.ExistingDirectory(text, environment) });
        table.AddValue('l', "logfile", text => overrides = overrides with { LogFile = PathValue.InExistingDirectory(text, environment) });
        table.AddValue('y', "logfile_maxbytes", text => overrides = overrides with { LogFileMaxBytes = ByteSizeValue.Parse(text) });
        table.AddValue('z', "logfile_backups", text => overrides = overrides with { LogFileBackups = IntegerValue.ParseInt32(text) });
        table.AddValue('e', "loglevel", text => overrides = overrides with { LogLevel = WordValues.LogLevel(text) });
        table.AddValue('j', "pidfile", text => overrides = overrides with { PidFile = PathValue.InExistingDirectory(text, environment) });
        table.AddValue('i', "identifier", text => overrides = overrides with { Identifier = text });
        table.AddValue('q', "childlogdir", text => overrides = overrides with { ChildLogDirectory = PathValue.ExistingDirectory(text, environment) });
        table.AddValue('a', "minfds", text => overrides = overrides with { MinFds = IntegerValue.ParseInt32(text) });
        table.AddValue(null, "minprocs", text => overrides = overrides with { MinProcs = IntegerValue.ParseInt32(text) });
        table.AddFlag('k', "nocleanup", () => overrides = overrides with { NoCleanup = true });
        table.AddFlag('t', "strip_ansi", () => overrides = overrides with { StripAnsi = true });
        table.AddValue(null, "profile_options", _ => { });
        table.AddValue(
            null, "subprocpidfile", text => overrides = overrides with { SubprocessPidFile = PathValue.InExistingDirectory(text, environment) });

        table.Apply(arguments, allowPositional: false);
        return new DaemonCommandLine(action, file, overrides);
    }
}
