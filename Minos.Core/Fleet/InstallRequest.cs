using Minos.Fleet.Installing;

namespace Minos.Fleet;

/// <summary>What is to be on hosts.</summary>
/// <param name="Releases">The builds of minosd.</param>
public sealed record InstallRequest(ReleaseCatalog Releases)
{
    /// <summary>The text of supervisord.conf; null leaves what a host has, and gives one that has none a default with a socket and without
    /// programs.</summary>
    public string? Configuration { get; init; }

    /// <summary>What starts the supervisor when the host has started.</summary>
    public HostStartup Startup { get; init; }

    /// <summary>Only where a supervisor runs already: a host without one has failed.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>The text for a host: with its group's data directories.</summary>
    /// <param name="group">The group.</param>
    /// <param name="present">What the host has; null when it has none.</param>
    /// <exception cref="HostException">The text cannot be used.</exception>
    internal string ConfigurationFor(HostGroup group, string? present)
    {
        if (Configuration is null && present is not null && group.DataDirectories.Count == 0)
        {
            return present;
        }

        try
        {
            return HostConfiguration.For(group, Configuration ?? present);
        }
        catch (FormatException exception)
        {
            throw new HostException(HostPhase.Check, $"supervisord.conf: {exception.Message}", exception);
        }
    }
}
