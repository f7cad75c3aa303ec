using Minos.Configuration.CommandLine;
using Minos.Configuration.Expansion;
using Minos.Configuration.Ini;
using Minos.Configuration.Reading;
using Minos.Configuration.Values;

namespace Minos.Configuration;

/// <summary>What the control client needs to know: the <c>[supervisorctl]</c> section with the command line's values over it.</summary>
public sealed record ControlConfiguration
{
    private const string FactoryKey = "supervisor.ctl_factory";

    /// <summary>Where the daemon listens: <c>http://host:port</c>, or <c>unix://</c> and an absolute path.</summary>
    public string ServerUrl { get; init; } = "http://localhost:9001";

    /// <summary>User name for the daemon; null for none.</summary>
    public string? UserName { get; init; }

    /// <summary>Password for the daemon, clear text; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>SHA-256 of the daemon's certificate, in hexadecimal digits; null trusts those that the machine trusts.</summary>
    public string? CertificateFingerprint { get; init; }

    /// <summary>The shell's prompt without <c>&gt; </c>.</summary>
    public string Prompt { get; init; } = "supervisor";

    /// <summary>Absolute path of the shell's history; null keeps none.</summary>
    public string? HistoryFile { get; init; }

    /// <summary>The file that was read; null if there was none, which is no error.</summary>
    public string? File { get; init; }

    /// <summary>Warnings of the file.</summary>
    public ValueList<ConfigurationProblem> Notes { get; init; } = [];

    /// <summary>Reads the section; <c>[include]</c> means nothing to the control client.</summary>
    /// <param name="path">The file; null (none found) uses the defaults.</param>
    /// <param name="commandLine">The values that win over the file; none by default.</param>
    /// <param name="environment">What <c>%(ENV_x)s</c> sees; this process's variables by default.</param>
    /// <exception cref="ConfigurationException">The file cannot be used.</exception>
    public static ControlConfiguration Read(
        string? path, ControlCommandLine? commandLine = null, ConfigurationEnvironment? environment = null)
    {
        environment ??= ConfigurationEnvironment.OfThisProcess();
        ControlConfiguration file = path is null ? new ControlConfiguration() : ReadFile(path, environment);
        string? history = commandLine?.HistoryFile ?? file.HistoryFile;
        return file with
        {
            ServerUrl = commandLine?.ServerUrl ?? file.ServerUrl,
            UserName = commandLine?.UserName ?? file.UserName,
            Password = commandLine?.Password ?? file.Password,
            HistoryFile = string.IsNullOrEmpty(history) ? null : PathValue.Normalize(history, environment),
        };
    }

    private static ControlConfiguration ReadFile(string path, ConfigurationEnvironment environment)
    {
        var problems = new ProblemCollector();
        ConfigurationSource source = ConfigurationSource.LoadAlone(path, problems);
        IniSection? section = source.Document.Find("supervisorctl");
        if (section is null && source.IsComplete)
        {
            problems.Add(
                ProblemSeverity.Error, ".ini file does not include supervisorctl section", "add a [supervisorctl] section; it may be empty", path);
        }

        var context = new ReadContext(source, problems, environment);
        ControlConfiguration result = section is null ? new ControlConfiguration() : ReadSection(context, section);
        CheckPlugIns(context);
        return problems.HasErrors
            ? throw new ConfigurationException(problems.Problems)
            : result with { File = path, Notes = ValueList.From(problems.Problems) };
    }

    private static ControlConfiguration ReadSection(ReadContext context, IniSection section)
    {
        var defaults = new ControlConfiguration();
        ExpansionNames withHere = context.NamesWithHere;
        var reader = new SectionReader(context, section, withHere);
        string serverUrl = reader.Value("serverurl", defaults.ServerUrl, text => NormalizeUrl(text, context.Environment), "a URL");
        reader.Names = context.Names;
        string prompt = reader.Text("prompt") ?? defaults.Prompt;
        string? userName = reader.Text("username");
        string? password = reader.Text("password");
        string? fingerprint = reader.Value<string?>(
            "tls_fingerprint", null, FingerprintValue.Parse, FingerprintValue.Allowed);
        reader.Names = withHere;
        string? historyFile = reader.Text("history_file");
        return new ControlConfiguration
        {
            ServerUrl = serverUrl,
            Prompt = prompt,
            UserName = userName,
            Password = password,
            CertificateFingerprint = fingerprint,
            HistoryFile = historyFile,
        };
    }

    private static string NormalizeUrl(string text, ConfigurationEnvironment environment)
    {
        const string UnixScheme = "unix://";
        return text.StartsWith(UnixScheme, StringComparison.Ordinal)
            ? UnixScheme + PathValue.Normalize(text[UnixScheme.Length..], environment)
            : text;
    }

    private static void CheckPlugIns(ReadContext context)
    {
        foreach (IniSection section in context.SectionsOf("ctlplugin:"))
        {
            var reader = new SectionReader(context, section, context.Names);
            if (reader.Raw(FactoryKey) is null)
            {
                reader.Fail($"section [{section.Name}] does not specify a {FactoryKey}", FactoryKey, "remove the section");
            }
            else
            {
                reader.Warn(
                    $"the plug-in of [{section.Name}] is not loaded", FactoryKey, "plug-ins written in Python work with supervisorctl only");
            }
        }
    }
}
