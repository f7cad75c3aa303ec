namespace Minos.Deployment.Client;

/// <summary>How jobs are operated.</summary>
public sealed record JobOptions
{
    /// <summary>Take the newest package of the artifact, whatever the job file names and the host has (<c>force_update</c>).</summary>
    public bool ForceUpdate { get; init; }

    /// <summary>A package that is named in full instead of the job file's.</summary>
    public PackageInfo? Package { get; init; }

    /// <summary>How long a stop and a start may take each until the state is there.</summary>
    public TimeSpan StateTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many tasks of a rolling update are stopped at a time; at least 1.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>How many tasks are worked on at once, except by a rolling update; at least 1.</summary>
    public int ThrottleLimit { get; init; } = 32;
}
