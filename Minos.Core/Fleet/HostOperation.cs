namespace Minos.Fleet;

/// <summary>What can be done to the supervisor of a host.</summary>
public enum HostOperation
{
    /// <summary>Start it if it does not run.</summary>
    Start,

    /// <summary>Stop it and its programs.</summary>
    Stop,

    /// <summary>Stop it and its programs, and start it.</summary>
    Restart,

    /// <summary>Ask how it is.</summary>
    Status,

    /// <summary>Stop it and its programs, and remove its files. What applications have written stays.</summary>
    Uninstall,
}
