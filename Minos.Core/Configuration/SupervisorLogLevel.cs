namespace Minos.Configuration;

/// <summary>Levels of Supervisor's main log with their numbers (spec 01 section 4.8).</summary>
public enum SupervisorLogLevel
{
    /// <summary>Everything (BLAT).</summary>
    Blather = 3,

    /// <summary>RPC and HTTP traffic (TRAC).</summary>
    Trace = 5,

    /// <summary>Signals, child output (DEBG).</summary>
    Debug = 10,

    /// <summary>State changes (INFO).</summary>
    Info = 20,

    /// <summary>Unexpected exits (WARN).</summary>
    Warn = 30,

    /// <summary>Failures (ERRO).</summary>
    Error = 40,

    /// <summary>What an operator must see (CRIT).</summary>
    Critical = 50,
}
