namespace Minos.Configuration.Ini;

/// <summary>Sections of one or several files that were merged; order is that of first appearance.</summary>
internal sealed class IniDocument
{
    private readonly OrderedDictionary<string, IniSection> _sections = [];

    /// <summary>The <c>[DEFAULT]</c> section: fallback values of every other.</summary>
    public IniSection Defaults { get; } = new(IniReader.DefaultSectionName, "", 0);

    /// <summary>Every section but <c>[DEFAULT]</c>.</summary>
    public IEnumerable<IniSection> Sections => _sections.Values;

    /// <summary>The section called <paramref name="name"/>, or null.</summary>
    public IniSection? Find(string name) => _sections.GetValueOrDefault(name);

    /// <summary>The section called <paramref name="name"/>, made if it is new.</summary>
    public IniSection GetOrAdd(string name, string file, int line)
    {
        if (name == IniReader.DefaultSectionName)
        {
            return Defaults;
        }

        if (!_sections.TryGetValue(name, out IniSection? section))
        {
            section = new IniSection(name, file, line);
            _sections.Add(name, section);
        }

        return section;
    }

    /// <summary>The entry of a section, or else of <c>[DEFAULT]</c>, or null.</summary>
    public IniEntry? Find(IniSection section, string key) => section.Entries.GetValueOrDefault(key) ?? Defaults.Entries.GetValueOrDefault(key);

    /// <summary>Replaces the exact token <c>%(here)s</c> in every value, as Supervisor does when there is an <c>[include]</c> section.</summary>
    public void ReplaceHere(string directory)
    {
        const string Token = "%(here)s";
        IniEntry[] inherited = [.. Defaults.Entries.Values.Where(e => e.Value.Contains(Token, StringComparison.Ordinal))];
        foreach (IniSection section in Sections)
        {
            foreach (IniEntry entry in section.Entries.Values)
            {
                entry.Value = entry.Value.Replace(Token, directory, StringComparison.Ordinal);
            }

            // A section gets its own copy, so that a later file's directory does not reach it.
            foreach (IniEntry entry in inherited.Where(e => !section.Entries.ContainsKey(e.Key)))
            {
                section.Entries.Add(entry.Key, new IniEntry(entry.Key, entry.File, entry.Line)
                {
                    Value = entry.Value.Replace(Token, directory, StringComparison.Ordinal),
                });
            }
        }
    }
}

/// <summary>A section; its file and line are those of its first header.</summary>
internal sealed class IniSection(string name, string file, int line)
{
    /// <summary>What stands between the brackets.</summary>
    public string Name => name;

    /// <summary>The file as it was named.</summary>
    public string File => file;

    /// <summary>The header's line, from 1.</summary>
    public int Line => line;

    /// <summary>The keys, lower case, in order.</summary>
    public OrderedDictionary<string, IniEntry> Entries { get; } = [];
}

/// <summary>A key with its value; of a key that occurs twice the last one's place.</summary>
internal sealed class IniEntry(string key, string file, int line)
{
    /// <summary>Lower case.</summary>
    public string Key => key;

    /// <summary>The file as it was named.</summary>
    public string File => file;

    /// <summary>The line of the key, from 1.</summary>
    public int Line => line;

    /// <summary>The value, continuation lines joined by line feeds.</summary>
    public string Value { get; set; } = "";
}
