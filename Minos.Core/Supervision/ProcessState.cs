namespace Minos.Supervision;

/// <summary>States of a process with Supervisor's numbers (Supervisor's manual, "Subprocesses").</summary>
public enum ProcessState
{
    /// <summary>Stopped on request, or never started.</summary>
    Stopped = 0,

    /// <summary>Started, not yet up for long enough.</summary>
    Starting = 10,

    /// <summary>Up.</summary>
    Running = 20,

    /// <summary>Did not stay up; the next attempt is due later.</summary>
    Backoff = 30,

    /// <summary>Told to stop.</summary>
    Stopping = 40,

    /// <summary>Ended by itself.</summary>
    Exited = 100,

    /// <summary>Could not be started; nothing more is tried.</summary>
    Fatal = 200,

    /// <summary>A signal could not be sent to it.</summary>
    Unknown = 1000,
}

/// <summary>The sets of states that decide what may be done with a process.</summary>
public static class ProcessStates
{
    /// <summary>STOPPED, EXITED, FATAL, UNKNOWN: counts as not running.</summary>
    public static bool IsStopped(this ProcessState state) =>
        state is ProcessState.Stopped or ProcessState.Exited or ProcessState.Fatal or ProcessState.Unknown;

    /// <summary>RUNNING, BACKOFF, STARTING: counts as running; STOPPING is in neither set.</summary>
    public static bool IsRunning(this ProcessState state) =>
        state is ProcessState.Running or ProcessState.Backoff or ProcessState.Starting;

    /// <summary>RUNNING, STARTING, STOPPING: has a process that signals reach.</summary>
    public static bool IsSignallable(this ProcessState state) =>
        state is ProcessState.Running or ProcessState.Starting or ProcessState.Stopping;

    /// <summary>The name as clients see it: <c>RUNNING</c>.</summary>
    public static string Name(this ProcessState state) => state switch
    {
        ProcessState.Stopped => "STOPPED",
        ProcessState.Starting => "STARTING",
        ProcessState.Running => "RUNNING",
        ProcessState.Backoff => "BACKOFF",
        ProcessState.Stopping => "STOPPING",
        ProcessState.Exited => "EXITED",
        ProcessState.Fatal => "FATAL",
        _ => "UNKNOWN",
    };
}
