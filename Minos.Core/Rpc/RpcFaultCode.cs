namespace Minos.Rpc;

/// <summary>The faults of Supervisor's XML-RPC interface, with the numbers that its clients know.</summary>
public enum RpcFaultCode
{
    /// <summary>No code; never sent.</summary>
    None = 0,

    /// <summary>The server has no such method.</summary>
    UnknownMethod = 1,

    /// <summary>The wrong number or types of arguments.</summary>
    IncorrectParameters = 2,

    /// <summary>Arguments of the right types that make no sense together, such as a negative length.</summary>
    BadArguments = 3,

    /// <summary>Nothing is known about the signature of the method that was asked for.</summary>
    SignatureUnsupported = 4,

    /// <summary>The supervisor is shutting down or restarting and takes no more commands.</summary>
    ShutdownState = 6,

    /// <summary>No such process or group.</summary>
    BadName = 10,

    /// <summary>No such signal.</summary>
    BadSignal = 11,

    /// <summary>A command, log or pipe does not exist.</summary>
    NoFile = 20,

    /// <summary>The command cannot be executed.</summary>
    NotExecutable = 21,

    /// <summary>Any other failure.</summary>
    Failed = 30,

    /// <summary>The process ended before it counted as started.</summary>
    AbnormalTermination = 40,

    /// <summary>The process could not be spawned.</summary>
    SpawnError = 50,

    /// <summary>The process runs already.</summary>
    AlreadyStarted = 60,

    /// <summary>The process does not run.</summary>
    NotRunning = 70,

    /// <summary>No fault: the status of an item in the answers of group operations.</summary>
    Success = 80,

    /// <summary>The process group is active already.</summary>
    AlreadyAdded = 90,

    /// <summary>The process group cannot be removed, members of it run.</summary>
    StillRunning = 91,

    /// <summary>The configuration could not be read again.</summary>
    CantReread = 92,
}
