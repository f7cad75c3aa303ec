using System.Globalization;
using System.Text;

namespace Minos.Rpc;

/// <summary>A whole number (<c>int</c>, <c>i4</c>).</summary>
public sealed class RpcInteger : RpcValue
{
    private const int SmallestCached = -1;
    private const int LargestCached = 255;
    private static readonly RpcInteger[] s_small =
        [.. Enumerable.Range(SmallestCached, LargestCached - SmallestCached + 1).Select(n => new RpcInteger(n))];

    private RpcInteger(long value) => Value = value;

    /// <summary>The number; on the wire it is capped to 32 bits.</summary>
    public long Value { get; }

    /// <inheritdoc/>
    public override string TypeName => "int";

    /// <summary>The value for <paramref name="value"/>; small numbers (states, priorities, exit codes) are shared.</summary>
    public static RpcInteger From(long value) =>
        value is >= SmallestCached and <= LargestCached ? s_small[value - SmallestCached] : new RpcInteger(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A truth value (<c>boolean</c>).</summary>
public sealed class RpcBoolean : RpcValue
{
    private static readonly RpcBoolean s_true = new(true);
    private static readonly RpcBoolean s_false = new(false);

    private RpcBoolean(bool value) => Value = value;

    /// <summary>The truth value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override string TypeName => "boolean";

    /// <summary>The value for <paramref name="value"/>.</summary>
    public static RpcBoolean From(bool value) => value ? s_true : s_false;

    /// <inheritdoc/>
    public override string ToString() => Value ? "true" : "false";
}

/// <summary>A text (<c>string</c>, or a value without a type).</summary>
/// <param name="value">Any text; what XML cannot carry is replaced when it is written.</param>
public sealed class RpcString(string value) : RpcValue
{
    /// <summary>The text.</summary>
    public string Value { get; } = value ?? throw new ArgumentNullException(nameof(value));

    /// <inheritdoc/>
    public override string TypeName => "string";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A floating-point number (<c>double</c>).</summary>
/// <param name="value">The number.</param>
public sealed class RpcDouble(double value) : RpcValue
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override string TypeName => "double";

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A point in time (<c>dateTime.iso8601</c>): whole seconds, no time zone.</summary>
/// <param name="value">The time; parts of a second are not sent.</param>
public sealed class RpcDateTime(DateTime value) : RpcValue
{
    internal const string WireFormat = "yyyyMMdd'T'HH':'mm':'ss";

    /// <summary>The time, of unspecified kind when it was received.</summary>
    public DateTime Value { get; } = value;

    /// <inheritdoc/>
    public override string TypeName => "dateTime.iso8601";

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(WireFormat, CultureInfo.InvariantCulture);
}

/// <summary>A byte string (<c>base64</c>). Supervisor reads it as UTF-8 text wherever it takes a text.</summary>
/// <param name="value">The bytes; not copied.</param>
public sealed class RpcBinary(ReadOnlyMemory<byte> value) : RpcValue
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <inheritdoc/>
    public override string TypeName => "base64";

    /// <summary>The bytes as UTF-8 text.</summary>
    /// <exception cref="MalformedRpcException">They are not UTF-8.</exception>
    public string ToText()
    {
        try
        {
            return s_strictUtf8.GetString(Value.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new MalformedRpcException("base64 value is not UTF-8 text", e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Convert.ToBase64String(Value.Span);
}

/// <summary>The absence of a value, see <see cref="RpcValue.Nil"/>.</summary>
public sealed class RpcNil : RpcValue
{
    internal RpcNil()
    {
    }

    /// <inheritdoc/>
    public override string TypeName => "nil";

    /// <inheritdoc/>
    public override string ToString() => "nil";
}
