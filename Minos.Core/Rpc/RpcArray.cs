using System.Buffers;
using System.Collections;
using System.Diagnostics;

namespace Minos.Rpc;

/// <summary>A list of values of any types (<c>array</c>).</summary>
public sealed class RpcArray : RpcValue, IReadOnlyList<RpcValue>
{
    private readonly List<RpcValue> _items;

    /// <summary>Makes an empty array.</summary>
    public RpcArray() => _items = [];

    /// <summary>Makes an empty array that <paramref name="capacity"/> values can be added to cheaply.</summary>
    public RpcArray(int capacity) => _items = new List<RpcValue>(capacity);

    /// <summary>Copies <paramref name="items"/> into an array.</summary>
    public RpcArray(IEnumerable<RpcValue> items) => _items = [.. items];

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Whether its XML is kept once it has been written.</summary>
    internal bool KeepsXml { get; private set; }

    /// <summary>Its XML, when that is kept and has been written.</summary>
    internal ArrayBufferWriter<byte>? Xml { get; set; }

    /// <inheritdoc/>
    public override string TypeName => "array";

    /// <inheritdoc/>
    public RpcValue this[int index] => _items[index];

    /// <summary>Makes an array of texts.</summary>
    public static RpcArray FromStrings(IEnumerable<string> items) => new(items.Select(static s => (RpcValue)s));

    /// <summary>Appends a value.</summary>
    public void Add(RpcValue value)
    {
        Debug.Assert(!KeepsXml, "It is part of answers that are the same for many.");
        _items.Add(value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>The array is final, and will be written again: from then on its XML is written once.</summary>
    internal void KeepXml() => KeepsXml = true;

    /// <inheritdoc/>
    public IEnumerator<RpcValue> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _items)}]";
}
