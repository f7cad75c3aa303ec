namespace Minos.Events;

/// <summary>One of the 27 names that event listeners can subscribe to (Supervisor's manual, "Event Types").</summary>
/// <remarks>They are a tree: who subscribes to a type gets the events of all types below it.</remarks>
public sealed class EventType
{
    private static readonly Dictionary<string, EventType> s_all = new(StringComparer.Ordinal);

    private EventType(string name, EventType? parent, bool isAbstract = false)
    {
        Name = name;
        Parent = parent;
        IsAbstract = isAbstract;
        s_all.Add(name, this);
    }

    /// <summary>Every event.</summary>
    public static EventType Event { get; } = new("EVENT", null, isAbstract: true);

    /// <summary>Every change of a process's state.</summary>
    public static EventType ProcessState { get; } = new("PROCESS_STATE", Event, isAbstract: true);

    /// <summary>A process has stopped on request.</summary>
    public static EventType ProcessStateStopped { get; } = new("PROCESS_STATE_STOPPED", ProcessState);

    /// <summary>A process is being started.</summary>
    public static EventType ProcessStateStarting { get; } = new("PROCESS_STATE_STARTING", ProcessState);

    /// <summary>A process has stayed up for long enough.</summary>
    public static EventType ProcessStateRunning { get; } = new("PROCESS_STATE_RUNNING", ProcessState);

    /// <summary>A process did not stay up.</summary>
    public static EventType ProcessStateBackoff { get; } = new("PROCESS_STATE_BACKOFF", ProcessState);

    /// <summary>A process has been told to stop.</summary>
    public static EventType ProcessStateStopping { get; } = new("PROCESS_STATE_STOPPING", ProcessState);

    /// <summary>A process has ended by itself.</summary>
    public static EventType ProcessStateExited { get; } = new("PROCESS_STATE_EXITED", ProcessState);

    /// <summary>A process could not be started, and nothing more is tried.</summary>
    public static EventType ProcessStateFatal { get; } = new("PROCESS_STATE_FATAL", ProcessState);

    /// <summary>A signal could not be sent to a process.</summary>
    public static EventType ProcessStateUnknown { get; } = new("PROCESS_STATE_UNKNOWN", ProcessState);

    /// <summary>Every captured message.</summary>
    public static EventType ProcessCommunication { get; } = new("PROCESS_COMMUNICATION", Event, isAbstract: true);

    /// <summary>A message that was captured from a process's stdout.</summary>
    public static EventType ProcessCommunicationStdout { get; } = new("PROCESS_COMMUNICATION_STDOUT", ProcessCommunication);

    /// <summary>A message that was captured from a process's stderr.</summary>
    public static EventType ProcessCommunicationStderr { get; } = new("PROCESS_COMMUNICATION_STDERR", ProcessCommunication);

    /// <summary>Every piece of output.</summary>
    public static EventType ProcessLog { get; } = new("PROCESS_LOG", Event, isAbstract: true);

    /// <summary>A piece of what a process wrote to its stdout.</summary>
    public static EventType ProcessLogStdout { get; } = new("PROCESS_LOG_STDOUT", ProcessLog);

    /// <summary>A piece of what a process wrote to its stderr.</summary>
    public static EventType ProcessLogStderr { get; } = new("PROCESS_LOG_STDERR", ProcessLog);

    /// <summary>A message that a client has sent.</summary>
    public static EventType RemoteCommunication { get; } = new("REMOTE_COMMUNICATION", Event);

    /// <summary>Every change of the daemon's state.</summary>
    public static EventType SupervisorStateChange { get; } = new("SUPERVISOR_STATE_CHANGE", Event, isAbstract: true);

    /// <summary>The daemon has begun to supervise.</summary>
    public static EventType SupervisorStateChangeRunning { get; } = new("SUPERVISOR_STATE_CHANGE_RUNNING", SupervisorStateChange);

    /// <summary>The daemon has begun to stop everything.</summary>
    public static EventType SupervisorStateChangeStopping { get; } = new("SUPERVISOR_STATE_CHANGE_STOPPING", SupervisorStateChange);

    /// <summary>Every beat of the clock.</summary>
    public static EventType Tick { get; } = new("TICK", Event, isAbstract: true);

    /// <summary>A beat every 5 seconds.</summary>
    public static EventType Tick5 { get; } = new("TICK_5", Tick);

    /// <summary>A beat every minute.</summary>
    public static EventType Tick60 { get; } = new("TICK_60", Tick);

    /// <summary>A beat every hour.</summary>
    public static EventType Tick3600 { get; } = new("TICK_3600", Tick);

    /// <summary>Every change of the active process groups.</summary>
    public static EventType ProcessGroup { get; } = new("PROCESS_GROUP", Event, isAbstract: true);

    /// <summary>A process group has become active.</summary>
    public static EventType ProcessGroupAdded { get; } = new("PROCESS_GROUP_ADDED", ProcessGroup);

    /// <summary>A process group is no longer active.</summary>
    public static EventType ProcessGroupRemoved { get; } = new("PROCESS_GROUP_REMOVED", ProcessGroup);

    /// <summary>All types.</summary>
    public static IReadOnlyCollection<EventType> All => s_all.Values;

    /// <summary>The name in <c>events=</c> and in event headers.</summary>
    public string Name { get; }

    /// <summary>The type that includes this one; null for <see cref="Event"/>.</summary>
    public EventType? Parent { get; }

    /// <summary>Whether it can be subscribed to but never occurs itself.</summary>
    public bool IsAbstract { get; }

    /// <summary>The type of that name (upper case), or null.</summary>
    public static EventType? Find(string name) => s_all.GetValueOrDefault(name);

    /// <summary>Whether who subscribes to <paramref name="subscription"/> gets events of this type.</summary>
    public bool Is(EventType subscription)
    {
        for (EventType? type = this; type is not null; type = type.Parent)
        {
            if (type == subscription)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
