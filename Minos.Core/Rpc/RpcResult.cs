namespace Minos.Rpc;

/// <summary>The outcome of one call of a <c>system.multicall</c>: a value or a fault.</summary>
public readonly struct RpcResult
{
    private readonly RpcValue? _value;

    /// <summary>A success.</summary>
    public RpcResult(RpcValue value) => _value = value;

    /// <summary>A refusal.</summary>
    public RpcResult(RpcFault fault) => Fault = fault;

    /// <summary>Why the call was refused; null when it was not.</summary>
    public RpcFault? Fault { get; }

    /// <summary>What the call answered.</summary>
    /// <exception cref="RpcFault">It was refused.</exception>
    public RpcValue Value => Fault is null ? _value ?? RpcValue.Nil : throw Fault;

    // Bare values; an array of one, which the specification of multicall asks for, cannot be told from a method's own answer
    // and is no server's that speaks Supervisor's interface.
    internal static RpcResult FromWire(RpcValue value) =>
        value is RpcStruct { Count: 2 } item
        && item.TryGetValue("faultCode", out RpcValue? code)
        && item.TryGetValue("faultString", out RpcValue? text)
            ? new RpcResult(RpcFault.FromWire((int)code.AsInteger(), text.AsString()))
            : new RpcResult(value);
}
