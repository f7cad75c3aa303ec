namespace Minos.Configuration.CommandLine;

/// <summary>Options with what each does, as supervisord and supervisorctl declare them: one value an option, converted while parsing.</summary>
internal sealed class OptionTable
{
    private readonly List<string> _shortOptions = [];
    private readonly List<string> _longOptions = [];
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>Adds an option that takes an argument.</summary>
    /// <param name="letter">The short option, or null.</param>
    /// <param name="name">The long option, or null.</param>
    /// <param name="assign">Converts and keeps the argument; an <see cref="InvalidValueException"/> becomes a usage error.</param>
    /// <param name="isRepeatable">Whether it may be given more than once.</param>
    public void AddValue(char? letter, string? name, Action<string> assign, bool isRepeatable = false) =>
        Add(letter, name, new Entry(assign, true, false) { IsRepeatable = isRepeatable });

    /// <summary>Adds an option without argument.</summary>
    public void AddFlag(char? letter, string? name, Action assign) => Add(letter, name, new Entry(_ => assign(), false, false));

    /// <summary>Adds an option that ends everything, such as <c>-h</c>.</summary>
    public void AddFinal(char? letter, string? name, Action act) => Add(letter, name, new Entry(_ => act(), false, true));

    /// <summary>Applies a command line and returns its positional arguments; null if a final option was met.</summary>
    /// <exception cref="CommandLineException">The command line is wrong.</exception>
    public IReadOnlyList<string>? Apply(IReadOnlyList<string> arguments, bool allowPositional)
    {
        ParsedOptions parsed = new GetOpt(string.Concat(_shortOptions), _longOptions).Parse(arguments);
        if (parsed.Positional.Count > 0 && !allowPositional)
        {
            throw new CommandLineException("positional arguments are not supported: " + PythonText.Repr(parsed.Positional));
        }

        var given = new HashSet<Entry>();
        foreach ((string name, string argument) in parsed.Options)
        {
            Entry entry = _entries[name];
            try
            {
                entry.Assign(argument);
            }
            catch (InvalidValueException e)
            {
                throw new CommandLineException($"invalid value for {name} {PythonText.Repr(argument)}: {e.Message}");
            }

            if (entry.IsFinal)
            {
                return null;
            }

            if (!given.Add(entry) && !entry.IsRepeatable)
            {
                throw new CommandLineException($"conflicting command line option {PythonText.Repr(name)}");
            }
        }

        return parsed.Positional;
    }

    private void Add(char? letter, string? name, Entry entry)
    {
        if (letter is not null)
        {
            _shortOptions.Add(letter + (entry.TakesArgument ? ":" : ""));
            _entries.Add("-" + letter, entry);
        }

        if (name is not null)
        {
            _longOptions.Add(name + (entry.TakesArgument ? "=" : ""));
            _entries.Add("--" + name, entry);
        }
    }

    private sealed class Entry(Action<string> assign, bool takesArgument, bool isFinal)
    {
        public Action<string> Assign => assign;

        public bool TakesArgument => takesArgument;

        public bool IsFinal => isFinal;

        public bool IsRepeatable { get; init; }
    }
}
