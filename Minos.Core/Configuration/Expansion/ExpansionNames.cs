namespace Minos.Configuration.Expansion;

/// <summary>The names that an expression such as <c>%(here)s</c> may use; adding makes a copy.</summary>
internal sealed class ExpansionNames
{
    private readonly Dictionary<string, ExpansionValue> _values;

    private ExpansionNames(Dictionary<string, ExpansionValue> values) => _values = values;

    /// <summary>No names at all.</summary>
    public static ExpansionNames Empty { get; } = new([]);

    /// <summary>Every name, as Supervisor's error sentence lists them.</summary>
    public IEnumerable<string> Sorted => _values.Keys.Order(StringComparer.Ordinal);

    /// <summary>These names with texts added; later ones win.</summary>
    public ExpansionNames With(params ReadOnlySpan<(string Name, ExpansionValue Value)> names)
    {
        var values = new Dictionary<string, ExpansionValue>(_values);
        foreach ((string name, ExpansionValue value) in names)
        {
            values[name] = value;
        }

        return new ExpansionNames(values);
    }

    /// <summary>These names with variables added as <c>ENV_name</c>.</summary>
    public ExpansionNames WithVariables(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var values = new Dictionary<string, ExpansionValue>(_values);
        foreach ((string name, string value) in variables)
        {
            values["ENV_" + name] = value;
        }

        return new ExpansionNames(values);
    }

    /// <summary>Finds a name.</summary>
    public bool TryGet(string name, out ExpansionValue value) => _values.TryGetValue(name, out value);
}

/// <summary>A value of an expansion name: a text or a number.</summary>
internal readonly record struct ExpansionValue(string? Text, long Number)
{
    public static implicit operator ExpansionValue(string text) => new(text, 0);

    public static implicit operator ExpansionValue(long number) => new(null, number);
}
