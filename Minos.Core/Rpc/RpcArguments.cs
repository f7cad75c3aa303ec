using System.Globalization;

namespace Minos.Rpc;

/// <summary>The arguments of a call, with the conversions that Supervisor's methods allow.</summary>
/// <remarks>
/// An argument of a wrong type is fault 2, INCORRECT_PARAMETERS. Supervisor answers HTTP 500 there, because the wrong type
/// only shows up as an unexpected exception somewhere inside of the method.
/// </remarks>
public readonly struct RpcArguments
{
    private readonly IReadOnlyList<RpcValue> _values;

    /// <summary>Wraps the arguments of a call.</summary>
    public RpcArguments(IReadOnlyList<RpcValue> values) => _values = values;

    /// <summary>How many there are.</summary>
    public int Count => _values?.Count ?? 0;

    /// <summary>An argument as it came.</summary>
    /// <exception cref="RpcFault">There is none at this place.</exception>
    public RpcValue this[int index] => index < Count ? _values[index] : throw RpcFault.IncorrectParameters();

    /// <summary>A text; base64 is taken as UTF-8 text.</summary>
    /// <exception cref="RpcFault">It is missing or of another type.</exception>
    public string GetString(int index) => this[index] switch
    {
        RpcString text => text.Value,
        RpcBinary binary => Text(binary),
        var other => throw WrongType(index, "string", other),
    };

    /// <summary>A text, or <paramref name="defaultValue"/> when the argument was left out.</summary>
    /// <exception cref="RpcFault">It is of another type.</exception>
    public string GetString(int index, string defaultValue) => index < Count ? GetString(index) : defaultValue;

    /// <summary>A whole number; a text of digits counts as one, as it does for Supervisor.</summary>
    /// <exception cref="RpcFault">It is missing or of another type.</exception>
    public long GetLong(int index) => this[index] switch
    {
        RpcInteger integer => integer.Value,
        RpcBoolean boolean => boolean.Value ? 1 : 0,
        RpcDouble { Value: >= -9.0e15 and <= 9.0e15 } number => (long)number.Value,
        RpcString text when long.TryParse(
            text.Value.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) => value,
        var other => throw WrongType(index, "int", other),
    };

    /// <summary>A whole number of 32 bits; larger ones are capped.</summary>
    /// <exception cref="RpcFault">It is missing or of another type.</exception>
    public int GetInt(int index) => (int)Math.Clamp(GetLong(index), int.MinValue, int.MaxValue);

    /// <summary>A whole number, or <paramref name="defaultValue"/> when the argument was left out.</summary>
    /// <exception cref="RpcFault">It is of another type.</exception>
    public int GetInt(int index, int defaultValue) => index < Count ? GetInt(index) : defaultValue;

    /// <summary>A truth value. As for Supervisor, 0, 0.0, an empty text or collection and nil are false and all else is true.</summary>
    /// <exception cref="RpcFault">It is missing.</exception>
    public bool GetBool(int index) => this[index] switch
    {
        RpcBoolean boolean => boolean.Value,
        RpcInteger integer => integer.Value != 0,
        RpcDouble number => number.Value != 0,
        RpcString text => text.Value.Length > 0,
        RpcBinary binary => !binary.Value.IsEmpty,
        RpcArray array => array.Count > 0,
        RpcStruct members => members.Count > 0,
        RpcNil => false,
        _ => true,
    };

    /// <summary>A truth value, or <paramref name="defaultValue"/> when the argument was left out.</summary>
    public bool GetBool(int index, bool defaultValue) => index < Count ? GetBool(index) : defaultValue;

    /// <summary>An array.</summary>
    /// <exception cref="RpcFault">It is missing or of another type.</exception>
    public RpcArray GetArray(int index) => this[index] as RpcArray ?? throw WrongType(index, "array", this[index]);

    /// <summary>A struct.</summary>
    /// <exception cref="RpcFault">It is missing or of another type.</exception>
    public RpcStruct GetStruct(int index) => this[index] as RpcStruct ?? throw WrongType(index, "struct", this[index]);

    private static string Text(RpcBinary binary)
    {
        try
        {
            return binary.ToText();
        }
        catch (MalformedRpcException e)
        {
            throw RpcFault.IncorrectParameters(e.Message);
        }
    }

    private static RpcFault WrongType(int index, string wanted, RpcValue value) =>
        RpcFault.IncorrectParameters($"argument {index + 1} must be {wanted}, not {value.TypeName}");
}
