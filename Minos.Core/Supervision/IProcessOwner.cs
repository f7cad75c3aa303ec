namespace Minos.Supervision;

/// <summary>What a process asks of, and tells, the supervisor that it belongs to.</summary>
public interface IProcessOwner
{
    /// <summary>Whether processes may be started: false once the daemon is shutting down.</summary>
    bool AcceptsStarts { get; }

    /// <summary>Called at every change of state, after the process's own fields have been set.</summary>
    void OnStateChanged(ProcessStateChange change);

    /// <summary>Called when something has changed that the next daemon must know, and the state has not.</summary>
    void OnNoteworthy(SupervisedProcess process)
    {
    }
}

/// <summary>A change of a process's state, with what its event says (Supervisor's manual, "Event Types").</summary>
/// <param name="Process">The process.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state now.</param>
public readonly record struct ProcessStateChange(SupervisedProcess Process, ProcessState From, ProcessState To)
{
    /// <summary>The process id; 0 when there is none.</summary>
    public int Pid { get; init; }

    /// <summary>STARTING: failed attempts before this one. BACKOFF: failed attempts so far.</summary>
    public int Tries { get; init; }

    /// <summary>EXITED: whether the exit was expected.</summary>
    public bool Expected { get; init; }
}
