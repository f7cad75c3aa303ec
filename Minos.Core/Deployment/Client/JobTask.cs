using Minos.Fleet;

namespace Minos.Deployment.Client;

/// <summary>One process of a job: what is deployed to one host, once or as one of several instances.</summary>
public sealed record JobTask
{
    private const int PortsBetweenInstances = 10;

    /// <summary>The job.</summary>
    public required JobDefinition Job { get; init; }

    /// <summary>What it is called in calls, with its instance id.</summary>
    public required JobName Name { get; init; }

    /// <summary>The host's group.</summary>
    public required HostGroup Group { get; init; }

    /// <summary>The host.</summary>
    public required FleetHost Host { get; init; }

    /// <summary>Its number among all tasks of the job, from 0, in the order of hosts and instances.</summary>
    public required int Number { get; init; }

    /// <summary>Its port: the job's first one, and 10 more for each instance before it on the host; null when the job has none.</summary>
    public int? Port => Job.BasePort + (Math.Max(Name.Instance, 0) * PortsBetweenInstances);

    /// <summary>Host and port, as others reach it; the host alone when the job has no port.</summary>
    public string Endpoint =>
        Port is { } port ? $"{(Host.Address.Contains(':', StringComparison.Ordinal) ? $"[{Host.Address}]" : Host.Address)}:{port}" : Host.Address;

    /// <summary>For people: <c>web/0 on 10.0.3.105</c>.</summary>
    public override string ToString() => $"{Job.Name}/{Number} on {Host.Address}";
}
