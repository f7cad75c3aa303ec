namespace Minos.Rpc;

/// <summary>A value of XML-RPC: what a method takes and what it answers.</summary>
/// <remarks>
/// The conversions let a method's code read like its documentation:
/// <c>new RpcStruct { ["name"] = "web", ["pid"] = 3, ["inuse"] = true }</c>.
/// </remarks>
public abstract class RpcValue
{
    private protected RpcValue()
    {
    }

    /// <summary>The absence of a value. Supervisor never sends it; a client may.</summary>
    public static RpcValue Nil { get; } = new RpcNil();

    /// <summary>The type's name as <c>system.methodSignature</c> spells it, for error messages.</summary>
    public abstract string TypeName { get; }

    /// <summary>Makes a whole number.</summary>
    public static implicit operator RpcValue(int value) => RpcInteger.From(value);

    /// <summary>Makes a whole number; the wire form is limited to 32 bits, see <see cref="XmlRpcWriter"/>.</summary>
    public static implicit operator RpcValue(long value) => RpcInteger.From(value);

    /// <summary>Makes a truth value.</summary>
    public static implicit operator RpcValue(bool value) => RpcBoolean.From(value);

    /// <summary>Makes a text.</summary>
    public static implicit operator RpcValue(string value) => new RpcString(value);

    /// <summary>Makes a floating-point number.</summary>
    public static implicit operator RpcValue(double value) => new RpcDouble(value);

    /// <summary>Makes a point in time; XML-RPC has no time zone and whole seconds only.</summary>
    public static implicit operator RpcValue(DateTime value) => new RpcDateTime(value);

    /// <summary>Makes a byte string.</summary>
    public static implicit operator RpcValue(byte[] value) => new RpcBinary(value);

    /// <summary>The whole number that this is.</summary>
    /// <exception cref="MalformedRpcException">It is something else.</exception>
    public long AsInteger() => this is RpcInteger integer ? integer.Value : throw Unexpected("int");

    /// <summary>The truth value that this is; a number counts as true when it is not 0.</summary>
    /// <exception cref="MalformedRpcException">It is neither.</exception>
    public bool AsBoolean() => this switch
    {
        RpcBoolean boolean => boolean.Value,
        RpcInteger integer => integer.Value != 0,
        _ => throw Unexpected("boolean"),
    };

    /// <summary>The text that this is; base64 counts as UTF-8 text, as it does for Supervisor.</summary>
    /// <exception cref="MalformedRpcException">It is something else.</exception>
    public string AsString() => this switch
    {
        RpcString text => text.Value,
        RpcBinary binary => binary.ToText(),
        _ => throw Unexpected("string"),
    };

    /// <summary>The array that this is.</summary>
    /// <exception cref="MalformedRpcException">It is something else.</exception>
    public RpcArray AsArray() => this as RpcArray ?? throw Unexpected("array");

    /// <summary>The struct that this is.</summary>
    /// <exception cref="MalformedRpcException">It is something else.</exception>
    public RpcStruct AsStruct() => this as RpcStruct ?? throw Unexpected("struct");

    private MalformedRpcException Unexpected(string wanted) => new($"expected {wanted}, got {TypeName}");
}
