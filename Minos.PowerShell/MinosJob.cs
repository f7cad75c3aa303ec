using Minos.Deployment;
using Minos.Deployment.Client;
using Minos.Fleet;
using Minos.Supervision;

namespace Minos.PowerShell;

/// <summary>One process of a job: what is deployed to one host, once or as one of several instances.</summary>
public sealed class MinosJob
{
    internal MinosJob(JobFile file, JobResult result) => (File, Result) = (file, result);

    /// <summary>The service.</summary>
    public string Service => File.Service;

    /// <summary>The cluster.</summary>
    public string Cluster => File.Cluster;

    /// <summary>The job's name in its file.</summary>
    public string Job => Result.Task.Job.Name;

    /// <summary>Its number among all processes of the job, from 0.</summary>
    public int Task => Result.Task.Number;

    /// <summary>Its number among several on its host; null when it is the only one.</summary>
    public int? Instance => Result.Task.Name.Instance == JobName.NoInstance ? null : Result.Task.Name.Instance;

    /// <summary>The process of the supervisor: <c>service--cluster--job</c>.</summary>
    public string Name => Result.Task.Name.ProcessName;

    /// <summary>The host's name.</summary>
    public string ComputerName => Result.Task.Host.Address;

    /// <summary>The host group.</summary>
    public string Group => Result.Task.Group.Name;

    /// <summary>The state of its process; null when it has none or was not looked at.</summary>
    public ProcessState? State => Result.State;

    /// <summary>What became of it: Done, Unchanged, Failed or Skipped.</summary>
    public JobOutcome Outcome => Result.Outcome;

    /// <summary>What became of it, for people.</summary>
    public string Message => Result.Message;

    /// <summary>Where its supervisor answers.</summary>
    public string ServerUrl => SupervisorAddress.UrlOf(Result.Task.Group, Result.Task.Host);

    /// <summary>The file that describes it.</summary>
    public string Path => File.Path;

    internal JobFile File { get; }

    internal JobResult Result { get; }

    /// <inheritdoc/>
    public override string ToString() => Result.Task.ToString();
}
