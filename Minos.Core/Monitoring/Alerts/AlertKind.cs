namespace Minos.Monitoring.Alerts;

/// <summary>What an alert is about.</summary>
public enum AlertKind
{
    /// <summary>A process ended unexpectedly (PROCESS_STATE_EXITED, expected:0).</summary>
    Crash,

    /// <summary>A process was given up after too many failed starts (PROCESS_STATE_FATAL).</summary>
    Fatal,

    /// <summary>A process that an alert was about has been running since.</summary>
    Recovery,

    /// <summary>What httpok and memmon did.</summary>
    Notice,

    /// <summary>Nothing: somebody tries whether alerts arrive.</summary>
    Test,
}
