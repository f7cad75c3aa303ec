using System.Globalization;
using Minos.Configuration;
using Minos.Configuration.Values;

namespace Minos.Deployment;

/// <summary>The <c>[rpcinterface:deployment]</c> section: the original's seven keys, and four of this daemon's.</summary>
public sealed record DeploymentSettings
{
    private static readonly string[] s_keys =
    [
        "package_server", "download_package_uri", "get_latest_package_info_uri", "package_root", "app_root", "log_root", "data_dirs",
        "allow_any_path", "package_stall_timeout", "max_package_bytes", "script_timeout",
    ];

    /// <summary>The URL that packages come from (http, https or file, credentials may stand in it); null when there is none.</summary>
    public string? PackageServer { get; init; }

    /// <summary>The first level of the URLs of packages.</summary>
    public string DownloadPath { get; init; } = "packages";

    /// <summary>The URL level that tells the latest package.</summary>
    public string LatestPath { get; init; } = "get_latest_package_info";

    /// <summary>Where packages are kept; absolute.</summary>
    public string PackageRoot { get; init; } = "/home/work/packages";

    /// <summary>Where the run directories are; absolute.</summary>
    public string AppRoot { get; init; } = "/home/work/app";

    /// <summary>Where the log directories are; absolute.</summary>
    public string LogRoot { get; init; } = "/home/work/log";

    /// <summary>The data directories that jobs may choose from; absolute.</summary>
    public ValueList<string> DataDirectories { get; init; } = ["/home/work/data"];

    /// <summary>Where the generated program files go; <c>[include] files=</c> of the main file must name it.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>Whether <c>read_file</c> and its like take any path of the machine, as the original does.</summary>
    public bool AllowAnyPath { get; init; }

    /// <summary>How long a package server may be silent.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long <c>bootstrap.sh</c> and <c>cleanup.sh</c> may take; the job can do nothing else meanwhile.</summary>
    public TimeSpan ScriptTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most bytes that a package may have once it is unpacked.</summary>
    public long MaxPackageBytes { get; init; } = 64L << 30;

    /// <summary>Reads the section's options.</summary>
    /// <param name="section">The section.</param>
    /// <param name="configurationDirectory">The main file's directory, which relative paths and <c>conf/</c> lie in.</param>
    /// <exception cref="DeploymentException">A value cannot be used; the message names section, key, value and what is allowed.</exception>
    public static DeploymentSettings Read(RpcInterfaceSettings section, string configurationDirectory)
    {
        var options = section.Options.ToDictionary(static o => o.Key, static o => o.Value.Trim(), StringComparer.Ordinal);
        string Wrong(string key, string remedy) => $"[rpcinterface:{section.Name}] {key}={options[key]}: {remedy}";
        if (options.Keys.FirstOrDefault(key => !s_keys.Contains(key)) is { } unknown)
        {
            throw new DeploymentException(Wrong(unknown, $"unknown key; there are {string.Join(", ", s_keys)}"));
        }

        string Directory(string key, string fallback) =>
            options.GetValueOrDefault(key) is not { Length: > 0 } value ? fallback
            : value.Contains('\n') ? throw new DeploymentException(Wrong(key, "one path"))
            : PathValue.Normalize(value, ConfigurationEnvironment.OfThisProcess(), configurationDirectory);
        var defaults = new DeploymentSettings { ProgramDirectory = Path.Combine(configurationDirectory, "conf") };
        string? server = options.GetValueOrDefault("package_server") is { Length: > 0 } url ? url : null;
        if (server is not null && !(Uri.TryCreate(server, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" or "file"))
        {
            throw new DeploymentException(Wrong("package_server", "a URL with http, https or file"));
        }

        string Segment(string key, string fallback) =>
            options.GetValueOrDefault(key)?.Trim('/') is not { Length: > 0 } value ? fallback
            : value.Split('/').All(PathSegment.IsValid) ? value : throw new DeploymentException(Wrong(key, "a path of a URL"));
        return defaults with
        {
            PackageServer = server,
            DownloadPath = Segment("download_package_uri", defaults.DownloadPath),
            LatestPath = Segment("get_latest_package_info_uri", defaults.LatestPath),
            PackageRoot = Directory("package_root", defaults.PackageRoot),
            AppRoot = Directory("app_root", defaults.AppRoot),
            LogRoot = Directory("log_root", defaults.LogRoot),
            DataDirectories = options.GetValueOrDefault("data_dirs") is { Length: > 0 } list
                ? ValueList.From(ListValue.Strings(list).Where(static d => d.Length > 0).Select(d =>
                    PathValue.Normalize(d, ConfigurationEnvironment.OfThisProcess(), configurationDirectory)))
                : defaults.DataDirectories,
            AllowAnyPath = Parsed("allow_any_path", false, BooleanValue.Parse, BooleanValue.Allowed),
            StallTimeout = Parsed("package_stall_timeout", defaults.StallTimeout, static value => ParseSeconds(value, 3600), "1 to 3600 seconds"),
            ScriptTimeout = Parsed("script_timeout", defaults.ScriptTimeout, static value => ParseSeconds(value, 86400), "1 to 86400 seconds"),
            MaxPackageBytes = Parsed("max_package_bytes", defaults.MaxPackageBytes, ByteSizeValue.Parse, "a size such as 500MB or 64GB"),
        };

        T Parsed<T>(string key, T fallback, Func<string, T> parse, string allowed)
        {
            try
            {
                return options.GetValueOrDefault(key) is { Length: > 0 } value ? parse(value) : fallback;
            }
            catch (InvalidValueException exception)
            {
                throw new DeploymentException(Wrong(key, $"{exception.Message} ({allowed})"), exception);
            }
        }
    }

    /// <summary>Makes the roots that are missing; the data directories must be there (the original's rule: they are mounted disks).</summary>
    /// <exception cref="DeploymentException">A data directory is missing, or a root cannot be made.</exception>
    public void Prepare()
    {
        foreach (string missing in DataDirectories.Where(static d => !Directory.Exists(d)))
        {
            throw new DeploymentException($"Data dir {missing} must created before starting supervisord");
        }

        foreach (string root in (string[])[AppRoot, PackageRoot, LogRoot, ProgramDirectory])
        {
            try
            {
                Directory.CreateDirectory(root);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new DeploymentException($"cannot make {root} of section [rpcinterface:deployment]: {exception.Message}", exception);
            }
        }

        RemoveUnfinished();
    }

    /// <summary>Removes what a daemon that was killed was about to write where several jobs write: nobody does yet.</summary>
    private void RemoveUnfinished()
    {
        try
        {
            AtomicFile.RemoveUnfinished(ProgramDirectory);
            foreach (string cluster in Directory.EnumerateDirectories(PackageRoot).SelectMany(Directory.EnumerateDirectories))
            {
                AtomicFile.RemoveUnfinished(cluster);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It only takes room: no reason not to start.
        }
    }

    private static TimeSpan ParseSeconds(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > 0 && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidValueException($"not a number of seconds: {PythonText.Repr(text)}");
}
