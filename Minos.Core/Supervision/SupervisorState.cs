namespace Minos.Supervision;

/// <summary>What the daemon as a whole is doing, with Supervisor's numbers.</summary>
public enum SupervisorState
{
    /// <summary>Stopping everything to end.</summary>
    Shutdown = -1,

    /// <summary>Stopping everything to start again.</summary>
    Restarting = 0,

    /// <summary>Supervising.</summary>
    Running = 1,
}
