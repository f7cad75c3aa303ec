using System.Globalization;

namespace Minos.Deployment;

/// <summary>What identifies a job on a host.</summary>
public sealed record JobName
{
    /// <summary>The <see cref="Instance"/> of a job that is there once.</summary>
    public const int NoInstance = -1;

    private const int MaxInstance = 9999;

    /// <summary>Names a job.</summary>
    /// <param name="service">One path segment, for example <c>hdfs</c>.</param>
    /// <param name="cluster">One path segment, for example <c>dptst-example</c>.</param>
    /// <param name="job">One path segment, for example <c>datanode</c>.</param>
    /// <param name="instance">0 to 9999 when there are several on the host; -1 when there is one.</param>
    /// <exception cref="DeploymentException">One of them is no such name.</exception>
    public JobName(string service, string cluster, string job, int instance = NoInstance)
    {
        Check("service", service);
        Check("cluster", cluster);
        Check("job", job);
        if (instance is < NoInstance or > MaxInstance)
        {
            throw new DeploymentException($"instance_id {instance} is not allowed: -1, or 0 to {MaxInstance}");
        }

        (Service, Cluster, Job, Instance) = (service, cluster, job, instance);
    }

    /// <summary>The service.</summary>
    public string Service { get; }

    /// <summary>The cluster.</summary>
    public string Cluster { get; }

    /// <summary>The job.</summary>
    public string Job { get; }

    /// <summary>The number among several on the host, or -1.</summary>
    public int Instance { get; }

    /// <summary>The name of its process and of its process group: <c>service--cluster--job</c>, followed by the instance without a separator.</summary>
    public string ProcessName => $"{Service}--{Cluster}--{Job}{InstanceText}";

    /// <summary>The levels of its directories below each root.</summary>
    internal IReadOnlyList<string> Segments => Instance < 0 ? [Service, Cluster, Job] : [Service, Cluster, Job, InstanceText];

    private string InstanceText => Instance < 0 ? "" : Instance.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => string.Join('/', Segments);

    private static void Check(string what, string value)
    {
        if (!PathSegment.IsValid(value))
        {
            throw new DeploymentException($"{what} '{value}' is not allowed: {PathSegment.Allowed}");
        }
    }
}
