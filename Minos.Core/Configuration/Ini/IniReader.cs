namespace Minos.Configuration.Ini;

/// <summary>Reads Supervisor's INI dialect: Python's RawConfigParser with inline comments and duplicates allowed (Python's manual, configparser).</summary>
internal sealed class IniReader
{
    internal const string DefaultSectionName = "DEFAULT";

    private readonly IniDocument _document;
    private readonly ProblemCollector _problems;
    private readonly string _file;
    private readonly List<(int Number, string Line)> _badLines = [];
    private readonly Dictionary<IniEntry, List<string>> _values = [];
    private IniSection? _section;
    private List<string>? _value;
    private int _indent;

    private IniReader(IniDocument document, ProblemCollector problems, string file)
    {
        _document = document;
        _problems = problems;
        _file = file;
    }

    /// <summary>Adds what <paramref name="text"/> says to <paramref name="document"/>; lines that make no sense are reported and skipped.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="document">Takes the sections.</param>
    /// <param name="problems">Takes the errors.</param>
    /// <returns>Whether every line made sense.</returns>
    public static bool Read(string text, string file, IniDocument document, ProblemCollector problems) =>
        new IniReader(document, problems, file).Read(text);

    private bool Read(string text)
    {
        string[] lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            bool isLast = i == lines.Length - 1;
            if (isLast && lines[i].Length == 0)
            {
                break;
            }

            if (!ReadLine(lines[i], i + 1))
            {
                ReportMissingHeader(lines[i] + (isLast ? "" : "\n"), i + 1);
                return false;
            }
        }

        foreach ((IniEntry entry, List<string> value) in _values)
        {
            entry.Value = PythonText.StripEnd(string.Join('\n', value));
        }

        ReportBadLines(lines.Length);
        return _badLines.Count == 0;
    }

    /// <summary>Takes a line in; false if it stands before any section.</summary>
    private bool ReadLine(string line, int number)
    {
        int comment = CommentStart(line);
        string text = PythonText.Strip(comment < 0 ? line : line[..comment]);
        if (text.Length == 0)
        {
            if (comment < 0)
            {
                _value?.Add("");
            }

            return true;
        }

        int indent = 0;
        while (PythonText.IsSpace(line[indent]))
        {
            indent++;
        }

        if (_value is not null && indent > _indent)
        {
            _value.Add(text);
            return true;
        }

        _indent = indent;
        int headerEnd = text[0] == '[' ? text.LastIndexOf(']') : -1;
        if (headerEnd > 1)
        {
            _section = _document.GetOrAdd(text[1..headerEnd], _file, number);
            _value = null;
            return true;
        }

        if (_section is null)
        {
            return false;
        }

        ReadOption(_section, text, line, number);
        return true;
    }

    private void ReadOption(IniSection section, string text, string line, int number)
    {
        int delimiter = text.AsSpan().IndexOfAny('=', ':');
        string key = delimiter < 0 ? "" : PythonText.StripEnd(text[..delimiter]).ToLowerInvariant();
        if (key.Length == 0)
        {
            _badLines.Add((number, line));
            return;
        }

        var entry = new IniEntry(key, _file, number);
        _value = [PythonText.Strip(text[(delimiter + 1)..])];
        _values.Add(entry, _value);
        section.Entries[key] = entry;
    }

    /// <summary>Where a comment starts; -1 without one.</summary>
    /// <remarks>
    /// Python tries the first ';' and the first '#', then the second of each, and so on, and takes the first that follows white space in
    /// that order, which is not always the leftmost.
    /// </remarks>
    private static int CommentStart(string line)
    {
        if (PythonText.Strip(line) is [';' or '#', ..])
        {
            return 0;
        }

        int semicolon = -1;
        int hash = -1;
        bool hasSemicolon = true;
        bool hasHash = true;
        while (hasSemicolon || hasHash)
        {
            int first = Math.Min(Next(';', ref semicolon, ref hasSemicolon), Next('#', ref hash, ref hasHash));
            if (first != int.MaxValue)
            {
                return first;
            }
        }

        return -1;

        int Next(char prefix, ref int index, ref bool more)
        {
            index = more ? line.IndexOf(prefix, index + 1) : -1;
            more = index >= 0;
            return more && (index == 0 || PythonText.IsSpace(line[index - 1])) ? index : int.MaxValue;
        }
    }

    private void ReportMissingHeader(string line, int number)
    {
        string remedy = line.StartsWith('\uFEFF')
            ? "the file begins with a byte order mark; save it as UTF-8 without one"
            : "put a section such as [program:name] before it";
        _problems.Add(
            ProblemSeverity.Error,
            $"File contains no section headers.\nfile: {PythonText.Repr(_file)}, line: {number}\n{PythonText.Repr(line)}",
            remedy,
            _file,
            number);
    }

    private void ReportBadLines(int lineCount)
    {
        if (_badLines.Count == 0)
        {
            return;
        }

        const string Remedy = "a line is key=value, [section], a comment, or a continuation that is indented deeper than its key";
        string[] reprs = [.. _badLines.Select(b => PythonText.Repr(b.Line + (b.Number < lineCount ? "\n" : "")))];
        string details = string.Concat(_badLines.Zip(reprs, (bad, repr) => $"\n\t[line {bad.Number,2}]: {repr}"));
        _problems.Add(
            ProblemSeverity.Error, $"Source contains parsing errors: {PythonText.Repr(_file)}{details}", Remedy, _file, _badLines[0].Number);
        foreach ((int number, string line) in _badLines.Skip(1))
        {
            _problems.Add(ProblemSeverity.Error, $"neither a section nor key=value: {PythonText.Repr(line)}", Remedy, _file, number);
        }
    }
}
