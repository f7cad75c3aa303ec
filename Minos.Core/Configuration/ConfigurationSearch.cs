namespace Minos.Configuration;

/// <summary>Where the configuration file is looked for when the command line does not name one.</summary>
public static class ConfigurationSearch
{
    /// <summary>What a daemon that runs as root and searches says on stderr.</summary>
    public const string RootWarning =
        "Supervisord is running as root and it is searching for its configuration file in default locations (including its current working "
        + "directory); you probably want to specify a \"-c\" argument specifying an absolute path to a configuration file for improved security.";

    /// <summary>The places in their order; relative ones are relative to the working directory.</summary>
    /// <param name="programPath">The path by which the program was called (<c>argv[0]</c>).</param>
    public static IReadOnlyList<string> Paths(string programPath)
    {
        string parent = DirectoryOf(DirectoryOf(programPath));
        return
        [
            Path.Combine(parent, "etc/supervisord.conf"),
            Path.Combine(parent, "supervisord.conf"),
            "supervisord.conf",
            "etc/supervisord.conf",
            "/etc/supervisord.conf",
            "/etc/supervisor/supervisord.conf",
        ];
    }

    /// <summary>The first place that exists; null if none does, which is no error for the control client.</summary>
    public static string? Find(string programPath) => Paths(programPath).FirstOrDefault(Path.Exists);

    /// <summary>Supervisor's usage error for a daemon that finds no file.</summary>
    public static string NotFoundMessage(string programPath) =>
        $"No config file found at default paths ({string.Join(", ", Paths(programPath))}); "
        + "use the -c option to specify a config file at a different path";

    private static string DirectoryOf(string path)
    {
        int slash = path.LastIndexOf('/');
        string head = path[..(slash + 1)];
        return head.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : head;
    }
}
