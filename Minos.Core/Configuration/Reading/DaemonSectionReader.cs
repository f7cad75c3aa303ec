using Minos.Configuration.Ini;
using Minos.Configuration.Values;

namespace Minos.Configuration.Reading;

/// <summary>Reads <c>[supervisord]</c> and lays the command line's values over it.</summary>
internal static class DaemonSectionReader
{
    private const long DefaultLogMaxBytes = 50 * 1024 * 1024;
    private const int DefaultUmask = 0x12; // 022

    /// <summary>Reads the section, except for <see cref="DaemonSettings.User"/>, which Supervisor looks up last.</summary>
    public static DaemonSettings Read(ReadContext context, IniSection section, DaemonOverrides overrides)
    {
        ConfigurationEnvironment environment = context.Environment;
        var reader = new SectionReader(context, section, context.NamesWithHere);

        int minFds = reader.Value("minfds", 1024, IntegerValue.ParseInt32, IntegerValue.Allowed);
        int minProcs = reader.Value("minprocs", 200, IntegerValue.ParseInt32, IntegerValue.Allowed);
        string? directory = reader.Value<string?>("directory", null, ExistingDirectory, PathValue.DirectoryAllowed);
        int umask = reader.Value("umask", DefaultUmask, OctalValue.Parse, OctalValue.Allowed);
        string logFile = reader.Value("logfile", "supervisord.log", InExistingDirectory, PathValue.FileAllowed);
        long logFileMaxBytes = reader.Value("logfile_maxbytes", DefaultLogMaxBytes, ByteSizeValue.Parse, ByteSizeValue.Allowed);
        int logFileBackups = reader.Value("logfile_backups", 10, IntegerValue.ParseInt32, IntegerValue.Allowed);
        SupervisorLogLevel logLevel = reader.Value(
            "loglevel", SupervisorLogLevel.Info, WordValues.LogLevel, WordValues.LogLevelAllowed);
        string pidFile = reader.Value("pidfile", "supervisord.pid", InExistingDirectory, PathValue.FileAllowed);
        string identifier = reader.Text("identifier") ?? "supervisor";
        bool noDaemon = reader.Value("nodaemon", false, BooleanValue.Parse, BooleanValue.Allowed);
        bool silent = reader.Value("silent", false, BooleanValue.Parse, BooleanValue.Allowed);
        string childLogDirectory = reader.Value(
            "childlogdir", TemporaryDirectory(environment), ExistingDirectory, PathValue.DirectoryAllowed);
        bool noCleanup = reader.Value("nocleanup", false, BooleanValue.Parse, BooleanValue.Allowed);
        bool stripAnsi = reader.Value("strip_ansi", false, BooleanValue.Parse, BooleanValue.Allowed);
        TimeSpan? formatUtcOffset = reader.Value<TimeSpan?>("format_utc_offset", TimeSpan.Zero, UtcOffsetValue.Parse, UtcOffsetValue.Allowed);
        Dictionary<string, string> variables = ReadEnvironment(reader);
        string? subprocessPidFile = reader.Value<string?>("subprocpidfile", null, InExistingDirectory, PathValue.FileAllowed);

        context.Names = context.Names.WithVariables(variables);
        return new DaemonSettings
        {
            LogFile = (overrides.LogFile ?? logFile) is "syslog" ? "syslog" : Absolute(overrides.LogFile ?? logFile),
            LogFileMaxBytes = overrides.LogFileMaxBytes ?? logFileMaxBytes,
            LogFileBackups = overrides.LogFileBackups ?? logFileBackups,
            LogLevel = overrides.LogLevel ?? logLevel,
            PidFile = Absolute(overrides.PidFile ?? pidFile),
            Umask = overrides.Umask ?? umask,
            NoDaemon = overrides.NoDaemon ?? noDaemon,
            Silent = overrides.Silent ?? silent,
            MinFds = overrides.MinFds ?? minFds,
            MinProcs = overrides.MinProcs ?? minProcs,
            NoCleanup = overrides.NoCleanup ?? noCleanup,
            ChildLogDirectory = Absolute(overrides.ChildLogDirectory ?? childLogDirectory),
            Directory = overrides.Directory ?? directory,
            StripAnsi = overrides.StripAnsi ?? stripAnsi,
            FormatUtcOffset = formatUtcOffset,
            Environment = SortedVariables(variables),
            Identifier = overrides.Identifier ?? identifier,
            SubprocessPidFile = (overrides.SubprocessPidFile ?? subprocessPidFile) is { Length: > 0 } path ? Absolute(path) : null,
        };

        string ExistingDirectory(string text) => PathValue.ExistingDirectory(text, environment);
        string InExistingDirectory(string text) => PathValue.InExistingDirectory(text, environment);
        string Absolute(string path) => PathValue.Normalize(path, environment);
    }

    /// <summary>Looks up the user to become.</summary>
    public static UserIdentity? ReadUser(ReadContext context, IniSection section, DaemonOverrides overrides)
    {
        var reader = new SectionReader(context, section, context.NamesWithHere);
        if (overrides.User is null)
        {
            return reader.Value<UserIdentity?>("user", null, reader.Context.FindUser, UserValue.Allowed);
        }

        try
        {
            return UserValue.Parse(overrides.User);
        }
        catch (InvalidValueException e)
        {
            context.Problems.Add(ProblemSeverity.Error, e.Message, $"-u takes {UserValue.Allowed}");
            return null;
        }
    }

    /// <summary>Variables as the model holds them.</summary>
    internal static ValueList<KeyValuePair<string, string>> SortedVariables(IEnumerable<KeyValuePair<string, string>> variables) =>
        ValueList.From(variables.OrderBy(v => v.Key, StringComparer.Ordinal));

    // Expanded once, with the host's name; Supervisor before 4.4 expanded it twice.
    private static Dictionary<string, string> ReadEnvironment(SectionReader reader)
    {
        reader.Names = reader.Names.With(("host_node_name", reader.Context.HostName));
        return reader.Raw("environment") is { } raw && reader.Expand("environment", raw, "environment") is { } text
            ? reader.Parse("environment", text, [], EnvironmentValue.Parse, EnvironmentValue.Allowed)
            : [];
    }

    // Where Python's tempfile looks, and in its order.
    private static string TemporaryDirectory(ConfigurationEnvironment environment)
    {
        string?[] candidates =
        [
            environment.Variables.GetValueOrDefault("TMPDIR"),
            environment.Variables.GetValueOrDefault("TEMP"),
            environment.Variables.GetValueOrDefault("TMP"),
            "/tmp",
            "/var/tmp",
            "/usr/tmp",
        ];
        return candidates.FirstOrDefault(c => !string.IsNullOrEmpty(c) && Directory.Exists(c)) ?? System.Environment.CurrentDirectory;
    }
}
