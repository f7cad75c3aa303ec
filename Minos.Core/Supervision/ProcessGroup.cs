using Minos.Configuration;

namespace Minos.Supervision;

/// <summary>The processes of one group. Touched by the supervision thread only.</summary>
public sealed class ProcessGroup
{
    internal ProcessGroup(ProcessGroupSettings settings, IReadOnlyList<SupervisedProcess> processes)
    {
        Settings = settings;
        Processes = processes;
    }

    /// <summary>The configuration it was made from.</summary>
    public ProcessGroupSettings Settings { get; }

    /// <summary>Its name.</summary>
    public string Name => Settings.Name;

    /// <summary>The processes in configuration order.</summary>
    public IReadOnlyList<SupervisedProcess> Processes { get; }

    /// <summary>Whether every process is in a stopped state.</summary>
    public bool IsStopped => Processes.All(p => p.State.IsStopped());

    /// <summary>The process of that name, or null.</summary>
    public SupervisedProcess? Find(string name) => Processes.FirstOrDefault(p => p.Name == name);

    /// <summary>The processes in the order in which they are started and stopped by request.</summary>
    public IEnumerable<SupervisedProcess> ByPriority() => Processes.OrderBy(p => p.Settings.Priority);

    /// <summary>Starts what is to start with the daemon.</summary>
    internal void AutoStart()
    {
        foreach (SupervisedProcess process in ByPriority())
        {
            if (process.Settings.AutoStart && process.LastStart is null)
            {
                process.Start();
            }
        }
    }

    /// <summary>Stops everything for a shutdown: highest priority number first, all at once.</summary>
    internal void StopForShutdown()
    {
        foreach (SupervisedProcess process in Processes.OrderByDescending(p => p.Settings.Priority))
        {
            switch (process.State)
            {
                case ProcessState.Backoff:
                    process.GiveUp();
                    break;
                case ProcessState.Starting or ProcessState.Running:
                    _ = process.Stop();
                    break;
            }
        }
    }
}
