namespace Minos.Configuration.Expansion;

/// <summary>The names that an expression such as <c>%(here)s</c> may use. Adding makes a new layer over the old ones; later ones win.</summary>
internal sealed class ExpansionNames
{
    private readonly ExpansionNames? _lower;
    private readonly Dictionary<string, ExpansionValue> _values;

    private ExpansionNames(ExpansionNames? lower, Dictionary<string, ExpansionValue> values)
    {
        _lower = lower;
        _values = values;
    }

    /// <summary>No names at all.</summary>
    public static ExpansionNames Empty { get; } = new(null, []);

    /// <summary>Every name, as Supervisor's error sentence lists them.</summary>
    public IEnumerable<string> Sorted => All.Distinct().Order(StringComparer.Ordinal);

    private IEnumerable<string> All => _lower is null ? _values.Keys : _lower.All.Concat(_values.Keys);

    /// <summary>These names with others added.</summary>
    public ExpansionNames With(params ReadOnlySpan<(string Name, ExpansionValue Value)> names)
    {
        var values = new Dictionary<string, ExpansionValue>(names.Length);
        foreach ((string name, ExpansionValue value) in names)
        {
            values[name] = value;
        }

        return new ExpansionNames(this, values);
    }

    /// <summary>These names with variables added as <c>ENV_name</c>.</summary>
    public ExpansionNames WithVariables(IReadOnlyCollection<KeyValuePair<string, string>> variables)
    {
        if (variables.Count == 0)
        {
            return this;
        }

        var values = new Dictionary<string, ExpansionValue>(variables.Count);
        foreach ((string name, string value) in variables)
        {
            values["ENV_" + name] = value;
        }

        return new ExpansionNames(this, values);
    }

    /// <summary>Finds a name.</summary>
    public bool TryGet(string name, out ExpansionValue value) =>
        _values.TryGetValue(name, out value) || (_lower is not null && _lower.TryGet(name, out value));
}

/// <summary>A value of an expansion name: a text or a number.</summary>
internal readonly record struct ExpansionValue(string? Text, long Number)
{
    public static implicit operator ExpansionValue(string text) => new(text, 0);

    public static implicit operator ExpansionValue(long number) => new(null, number);
}
