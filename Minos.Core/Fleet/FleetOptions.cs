namespace Minos.Fleet;

/// <summary>How operations on hosts are carried out.</summary>
public sealed record FleetOptions
{
    /// <summary>How many hosts are worked on at once, at least 1.</summary>
    public int ThrottleLimit { get; init; } = 32;

    /// <summary>The sizes of the batches, one after another, the last one again and again; none is one batch of all hosts.</summary>
    public IReadOnlyList<HostShare> BatchSizes { get; init; } = [];

    /// <summary>How many hosts may fail before no more are begun; null for no limit without batches, and for none with them.</summary>
    public HostShare? MaxFailure { get; init; }

    /// <summary>Only find out what would be done.</summary>
    public bool IsPlanOnly { get; init; }

    /// <summary>How long to wait for programs that are starting, until none of them is STARTING, BACKOFF or FATAL; zero does not look. With
    /// batches, one minute unless set.</summary>
    public TimeSpan? HealthTime { get; init; }

    /// <summary>How long a supervisor may take to stop its programs.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long to wait for another operator on the same host.</summary>
    public TimeSpan LockTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for a connection.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(10);

    internal TimeSpan HealthTimeOrDefault => HealthTime ?? (BatchSizes.Count > 0 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);
}
