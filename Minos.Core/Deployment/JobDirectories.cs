namespace Minos.Deployment;

/// <summary>Where the parts of one job are (the original's layout).</summary>
internal sealed class JobDirectories(DeploymentSettings settings, JobName job)
{
    public string Run { get; } = Below(settings.AppRoot, job);

    public string Log { get; } = Below(settings.LogRoot, job);

    public string Stdout => Path.Combine(Run, "stdout");

    public string Package => Path.Combine(Run, "package");

    public string RunFile => Path.Combine(Run, "run.cfg");

    /// <summary>There while a bootstrap runs, and after one that did not come to its end.</summary>
    public string BootstrapMark => Path.Combine(Run, ".bootstrapping");

    /// <summary>There while a script runs: what is left of one that a killed daemon started must end before the next step.</summary>
    public string ScriptMark => Path.Combine(Run, ".script");

    public string ProgramFile => Path.Combine(settings.ProgramDirectory, job.ProcessName + ".cfg");

    public IReadOnlyList<string> AvailableData => [.. settings.DataDirectories.Select(root => Below(root, job))];

    public string PackageCache => Path.Combine(settings.PackageRoot, job.Service, job.Cluster);

    public string CurrentPackage => Path.Combine(PackageCache, "current");

    /// <summary>Makes the directory of a job below a root, level by level: none of them may be a symbolic link.</summary>
    /// <exception cref="DeploymentException">One is a link or a file, or cannot be made.</exception>
    public static void Make(string root, IEnumerable<string> levels)
    {
        string path = root;
        foreach (string level in levels)
        {
            path = Path.Combine(path, level);
            if (new FileInfo(path).LinkTarget is { } target)
            {
                throw new DeploymentException($"Error: {path} is a symbolic link to {target}; the directories of jobs must be none");
            }

            try
            {
                Directory.CreateDirectory(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new DeploymentException($"Error: cannot make {path}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Checks what <see cref="Make"/> makes, without making it.</summary>
    /// <exception cref="DeploymentException">A level is a symbolic link.</exception>
    public static void Check(string root, IEnumerable<string> levels)
    {
        string path = root;
        foreach (string level in levels)
        {
            path = Path.Combine(path, level);
            if (new FileInfo(path).LinkTarget is { } target)
            {
                throw new DeploymentException($"Error: {path} is a symbolic link to {target}; the directories of jobs must be none");
            }
        }
    }

    private static string Below(string root, JobName job) => Path.Combine([root, .. job.Segments]);
}
