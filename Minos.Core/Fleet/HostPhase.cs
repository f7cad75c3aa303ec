namespace Minos.Fleet;

/// <summary>What was being done on a host when it failed.</summary>
public enum HostPhase
{
    /// <summary>Connecting; also what this machine lacks for it.</summary>
    Connect,

    /// <summary>Comparing the host's key with the known ones.</summary>
    HostKey,

    /// <summary>Logging in.</summary>
    Authenticate,

    /// <summary>Finding out what the host has.</summary>
    Probe,

    /// <summary>Keeping out other operators.</summary>
    Lock,

    /// <summary>Sending the files.</summary>
    Upload,

    /// <summary>Trying the binary and the configuration; nothing is in use yet.</summary>
    Check,

    /// <summary>Putting them in use.</summary>
    Apply,

    /// <summary>Starting the supervisor.</summary>
    Start,

    /// <summary>Stopping the supervisor and its programs.</summary>
    Stop,

    /// <summary>Removing the files.</summary>
    Remove,

    /// <summary>Asking the supervisor.</summary>
    Status,
}
