namespace Minos.Fleet;

/// <summary>Where an installed supervisor has its files.</summary>
/// <param name="RootDirectory">The host group's root_dir, absolute.</param>
public sealed record SupervisorLayout(string RootDirectory)
{
    /// <summary>Everything of the supervisor.</summary>
    public string Directory => Path.Combine(RootDirectory, "supervisor");

    /// <summary>One folder a release, named by its digest.</summary>
    public string ReleasesDirectory => Path.Combine(Directory, "releases");

    /// <summary>The symbolic link to the release in use.</summary>
    public string CurrentLink => Path.Combine(Directory, "current");

    /// <summary>The executable in use.</summary>
    public string Executable => Path.Combine(CurrentLink, "minosd");

    /// <summary>The configuration.</summary>
    public string ConfigurationFile => Path.Combine(Directory, "supervisord.conf");

    /// <summary>The main log and the programs' logs.</summary>
    public string LogDirectory => Path.Combine(Directory, "log");

    /// <summary>Pid file and socket.</summary>
    public string RunDirectory => Path.Combine(Directory, "run");

    /// <summary>The daemon's main log.</summary>
    public string LogFile => Path.Combine(LogDirectory, "supervisord.log");

    /// <summary>The daemon's pid file.</summary>
    public string PidFile => Path.Combine(RunDirectory, "supervisord.pid");

    /// <summary>The daemon's unix socket.</summary>
    public string SocketFile => Path.Combine(RunDirectory, "supervisor.sock");
}
