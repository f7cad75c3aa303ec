using Minos.Configuration;

namespace Minos.Deployment.Client;

/// <summary>One job of a <see cref="JobFile"/>: its <c>[job:x]</c> section.</summary>
public sealed record JobDefinition
{
    /// <summary>What stands behind the colon.</summary>
    public required string Name { get; init; }

    /// <summary>How many there are on each host; 1 means one without an instance id.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>The port of the first instance on a host, 1 to 65535; each further one has 10 more. Null when the job has none.</summary>
    public int? BasePort { get; init; }

    /// <summary>The data directories that it uses, as <c>0</c> or <c>0,2</c>.</summary>
    public string DataIndexes { get; init; } = "0";

    /// <summary>The address of its own page; empty for none.</summary>
    public required JobTemplate HttpUrl { get; init; }

    /// <summary>What runs it.</summary>
    public required JobTemplate StartScript { get; init; }

    /// <summary>What runs once at the end of a bootstrap; null for nothing.</summary>
    public JobTemplate? BootstrapScript { get; init; }

    /// <summary>What runs before a cleanup removes logs and data; null for nothing.</summary>
    public JobTemplate? CleanupScript { get; init; }

    /// <summary>Its configuration files: they are written into the run directory under these names.</summary>
    public ValueList<KeyValuePair<string, JobTemplate>> Files { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
