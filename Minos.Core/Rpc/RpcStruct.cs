using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Minos.Rpc;

/// <summary>Named values (<c>struct</c>), sent in the order in which they were set.</summary>
public sealed class RpcStruct : RpcValue, IReadOnlyCollection<KeyValuePair<string, RpcValue>>
{
    // Supervisor's largest struct has 30 members: a walk through the list finds them sooner than an index is built. A client
    // may send any number.
    private const int IndexedFrom = 64;

    private readonly List<KeyValuePair<string, RpcValue>> _members;
    private Dictionary<string, int>? _index;

    /// <summary>Makes an empty struct.</summary>
    public RpcStruct() => _members = [];

    /// <summary>Makes an empty struct that <paramref name="capacity"/> members can be added to cheaply.</summary>
    public RpcStruct(int capacity) => _members = new List<KeyValuePair<string, RpcValue>>(capacity);

    /// <inheritdoc/>
    public int Count => _members.Count;

    /// <inheritdoc/>
    public override string TypeName => "struct";

    /// <summary>The member's value. Setting a member that exists replaces its value and keeps its place.</summary>
    /// <exception cref="MalformedRpcException">Reading a member that does not exist.</exception>
    public RpcValue this[string name]
    {
        get => TryGetValue(name, out RpcValue? value) ? value : throw new MalformedRpcException($"struct has no member '{name}'");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            int index = IndexOf(name);
            var member = KeyValuePair.Create(name, value);
            if (index < 0)
            {
                _members.Add(member);
                _index?.Add(name, _members.Count - 1);
            }
            else
            {
                _members[index] = member;
            }
        }
    }

    /// <summary>Adds a member that the struct has not.</summary>
    internal void Add(string name, RpcValue value)
    {
        Debug.Assert(IndexOf(name) < 0, $"The struct has the member '{name}'.");
        _members.Add(KeyValuePair.Create(name, value));
        _index?.Add(name, _members.Count - 1);
    }

    /// <summary>Looks a member up.</summary>
    /// <returns>Whether it exists.</returns>
    public bool TryGetValue(string name, [NotNullWhen(true)] out RpcValue? value)
    {
        int index = IndexOf(name);
        value = index < 0 ? null : _members[index].Value;
        return index >= 0;
    }

    /// <summary>The members in their order.</summary>
    public List<KeyValuePair<string, RpcValue>>.Enumerator GetEnumerator() => _members.GetEnumerator();

    IEnumerator<KeyValuePair<string, RpcValue>> IEnumerable<KeyValuePair<string, RpcValue>>.GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _members.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", _members.Select(m => $"{m.Key}: {m.Value}"))}}}";

    private int IndexOf(string name)
    {
        if (_members.Count >= IndexedFrom)
        {
            _index ??= _members.Select(static (m, i) => (m.Key, i)).ToDictionary(static p => p.Key, static p => p.i, StringComparer.Ordinal);
            return _index.GetValueOrDefault(name, -1);
        }

        for (int i = 0; i < _members.Count; i++)
        {
            if (string.Equals(_members[i].Key, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
