namespace Minos.Daemon.Control;

/// <summary>The lines that were typed before, kept in a file between runs.</summary>
/// <remarks>As in supervisorctl, a file that cannot be read or written is no error.</remarks>
internal sealed class LineHistory
{
    private const int MaxLines = 1000;

    private readonly List<string> _lines = [];
    private int _position;
    private string _typed = "";

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public void Load(string path)
    {
        try
        {
            _lines.AddRange(File.ReadLines(path).Where(static l => l.Length > 0).TakeLast(MaxLines));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first run, or a file of somebody else.
        }
    }

    public void Save(string path)
    {
        try
        {
            File.WriteAllLines(path, _lines.TakeLast(MaxLines));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The history is a convenience; the operator's work is done.
        }
    }

    public void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }
    }

    /// <summary>Begins a new line, after the newest one.</summary>
    public void Rewind()
    {
        _position = _lines.Count;
        _typed = "";
    }

    /// <summary>The line before, or null at the oldest.</summary>
    /// <param name="current">What stands on the line; it comes back below the newest.</param>
    public string? Previous(string current)
    {
        if (_position == 0)
        {
            return null;
        }

        if (_position == _lines.Count)
        {
            _typed = current;
        }

        return _lines[--_position];
    }

    /// <summary>The line after, at last what was typed; null below that.</summary>
    public string? Next()
    {
        if (_position >= _lines.Count)
        {
            return null;
        }

        _position++;
        return _position == _lines.Count ? _typed : _lines[_position];
    }
}
