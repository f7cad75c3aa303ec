using Minos.Configuration;
using Minos.Events;

namespace Minos.Supervision;

/// <content>What is published, and the pools of event listeners.</content>
public sealed partial class Supervisor
{
    private readonly TickSource _ticks;
    private readonly Dictionary<SupervisedProcess, PoolListener> _listeners = [];

    /// <summary>Makes a group known; a pool of listeners gets events from its own announcement on.</summary>
    private void Announce(ProcessGroup group)
    {
        if (group.Settings is EventListenerPoolSettings settings)
        {
            AddPool(group, settings);
        }

        Events.Publish(new ProcessGroupEvent(group.Name, IsRemoved: false));
    }

    private void AnnounceRemoval(ProcessGroup group)
    {
        if (Events.Pools.FirstOrDefault(p => p.Name == group.Name) is { } pool)
        {
            Events.Remove(pool);
        }

        foreach (SupervisedProcess process in group.Processes)
        {
            _ = _listeners.Remove(process);
        }

        Events.Publish(new ProcessGroupEvent(group.Name, IsRemoved: true));
    }

    private void AddPool(ProcessGroup group, EventListenerPoolSettings settings)
    {
        // The configuration has been read, so it has no other names.
        EventType[] subscriptions = [.. settings.Events.Select(EventType.Find).OfType<EventType>()];
        var pool = new EventListenerPool(group.Name, subscriptions, settings.BufferSize, () => Configuration.Daemon.Identifier, _log);
        foreach (SupervisedProcess process in group.Processes)
        {
            PoolListener listener = pool.Add(new ListenerProcess(process));
            process.StdoutReceived = data => listener.Receive(data.Span);
            listener.Changed = () => Note(process);
            _listeners.Add(process, listener);
        }

        Events.Add(pool);
    }

    private void Publish(ProcessStateChange change)
    {
        SupervisedProcess process = change.Process;
        PoolListener? listener = _listeners.GetValueOrDefault(process);
        if (change.To == ProcessState.Starting)
        {
            listener?.Starting();
        }

        Events.Publish(new ProcessStateEvent(process.Name, process.GroupName, change.From.Name(), change.To.Name())
        {
            Pid = change.Pid,
            Tries = change.Tries,
            Expected = change.Expected,
        });
        if (change.To == ProcessState.Running)
        {
            listener?.Running();
        }
        else if (change.To == ProcessState.Backoff || (change.To.IsStopped() && change.To != ProcessState.Unknown))
        {
            listener?.Ended();
        }
    }

    private sealed class ListenerProcess(SupervisedProcess process) : IEventListener
    {
        public string Name => process.Name;

        public bool IsRunning => process.State == ProcessState.Running;

        public bool Write(ReadOnlyMemory<byte> bytes) => process.WriteInput(bytes);
    }
}
