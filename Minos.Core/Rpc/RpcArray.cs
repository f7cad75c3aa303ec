using System.Collections;

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

    /// <inheritdoc/>
    public override string TypeName => "array";

    /// <inheritdoc/>
    public RpcValue this[int index] => _items[index];

    /// <summary>Makes an array of texts.</summary>
    public static RpcArray FromStrings(IEnumerable<string> items) => new(items.Select(static s => (RpcValue)s));

    /// <summary>Appends a value.</summary>
    public void Add(RpcValue value) => _items.Add(value ?? throw new ArgumentNullException(nameof(value)));

    /// <inheritdoc/>
    public IEnumerator<RpcValue> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _items)}]";
}
