namespace Minos.Rpc;

/// <summary>A fault of XML-RPC: thrown by a method to refuse a call, and by the client when the server answers one.</summary>
public sealed class RpcFault : Exception
{
    /// <summary>Makes a fault whose text is the code's name, followed by <paramref name="detail"/> when there is one.</summary>
    public RpcFault(RpcFaultCode code, string? detail = null)
        : base(detail is null ? NameOf(code) : $"{NameOf(code)}: {detail}") => Code = code;

    private RpcFault(string faultString, RpcFaultCode code)
        : base(faultString) => Code = code;

    /// <summary>The number; a server of another make may send one that the enumeration does not have.</summary>
    public RpcFaultCode Code { get; }

    /// <summary>The text, for example <c>BAD_NAME: web</c>.</summary>
    public string FaultString => Message;

    /// <summary>The name that Supervisor gives the code in fault strings, for example <c>BAD_NAME</c>.</summary>
    public static string NameOf(RpcFaultCode code) => code switch
    {
        RpcFaultCode.UnknownMethod => "UNKNOWN_METHOD",
        RpcFaultCode.IncorrectParameters => "INCORRECT_PARAMETERS",
        RpcFaultCode.BadArguments => "BAD_ARGUMENTS",
        RpcFaultCode.SignatureUnsupported => "SIGNATURE_UNSUPPORTED",
        RpcFaultCode.ShutdownState => "SHUTDOWN_STATE",
        RpcFaultCode.BadName => "BAD_NAME",
        RpcFaultCode.BadSignal => "BAD_SIGNAL",
        RpcFaultCode.NoFile => "NO_FILE",
        RpcFaultCode.NotExecutable => "NOT_EXECUTABLE",
        RpcFaultCode.Failed => "FAILED",
        RpcFaultCode.AbnormalTermination => "ABNORMAL_TERMINATION",
        RpcFaultCode.SpawnError => "SPAWN_ERROR",
        RpcFaultCode.AlreadyStarted => "ALREADY_STARTED",
        RpcFaultCode.NotRunning => "NOT_RUNNING",
        RpcFaultCode.Success => "SUCCESS",
        RpcFaultCode.AlreadyAdded => "ALREADY_ADDED",
        RpcFaultCode.StillRunning => "STILL_RUNNING",
        RpcFaultCode.CantReread => "CANT_REREAD",
        _ => "UNKNOWN",
    };

    /// <summary>A fault as it came over the wire.</summary>
    public static RpcFault FromWire(int code, string faultString) => new(faultString, (RpcFaultCode)code);

    /// <summary><c>BAD_NAME: name</c></summary>
    public static RpcFault BadName(string name) => new(RpcFaultCode.BadName, name);

    /// <summary><c>BAD_SIGNAL: signal</c></summary>
    public static RpcFault BadSignal(string signal) => new(RpcFaultCode.BadSignal, signal);

    /// <summary><c>NOT_RUNNING: name</c></summary>
    public static RpcFault NotRunning(string name) => new(RpcFaultCode.NotRunning, name);

    /// <summary><c>ALREADY_STARTED: name</c></summary>
    public static RpcFault AlreadyStarted(string name) => new(RpcFaultCode.AlreadyStarted, name);

    /// <summary><c>FAILED: detail</c></summary>
    public static RpcFault Failed(string detail) => new(RpcFaultCode.Failed, detail);

    /// <summary><c>INCORRECT_PARAMETERS</c>, with what is wrong about them where it is known.</summary>
    public static RpcFault IncorrectParameters(string? detail = null) => new(RpcFaultCode.IncorrectParameters, detail);

    /// <summary>The struct that stands for the fault in the answer of <c>system.multicall</c>.</summary>
    public RpcStruct ToStruct() => new(2) { ["faultCode"] = (int)Code, ["faultString"] = FaultString };
}
