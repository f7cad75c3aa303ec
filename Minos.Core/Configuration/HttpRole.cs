namespace Minos.Configuration;

/// <summary>What a user may do, each including those before it.</summary>
public enum HttpRole
{
    /// <summary>See states, logs and pages.</summary>
    Read,

    /// <summary>Start, stop and signal processes, write to them, clear their logs.</summary>
    Operate,

    /// <summary>Everything: change what is supervised, deploy, restart and end the daemon.</summary>
    Admin,
}
