using Minos.Configuration;

namespace Minos.Deployment.Client;

/// <summary>A service on one cluster: a file of <c>config/jobs/</c>, with the hosts that its jobs are on.</summary>
public sealed record JobFile
{
    /// <summary>The file, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>The service, for example <c>hdfs</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The cluster, for example <c>dptst-example</c>.</summary>
    public required string Cluster { get; init; }

    /// <summary>The artifact that packages are versions of.</summary>
    public required string Artifact { get; init; }

    /// <summary>The package that is named in full; null leaves the choice: the latest at a bootstrap, the one that is there at a start.</summary>
    public PackageInfo? Package { get; init; }

    /// <summary>What a cleanup has to name; empty for nothing.</summary>
    public string CleanupToken { get; init; } = "";

    /// <summary>The jobs, in the order of the file: they are started in it and stopped against it.</summary>
    public required ValueList<JobDefinition> Jobs { get; init; }

    /// <summary>Every task, in the order of jobs, hosts and instances.</summary>
    public required ValueList<JobTask> Tasks { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Service}/{Cluster}";
}
