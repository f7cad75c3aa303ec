using Minos.Daemon.Control.Actions;

namespace Minos.Daemon.Control;

/// <summary>Reads a line from a terminal with the keys of readline's emacs mode, history and completion.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="history">The lines before.</param>
/// <param name="complete">What the word before the cursor may become, given the line and the word.</param>
internal sealed class LineEditor(ITerminal terminal, LineHistory history, Func<string, string, Task<IReadOnlyList<string>>> complete)
{
    private readonly LineBuffer _buffer = new();
    private string _prompt = "";
    private bool _lastKeyWasTab;

    /// <summary>Reads a line and adds it to the history.</summary>
    /// <returns>The line; null for Ctrl-D on an empty one.</returns>
    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    public async Task<string?> ReadLineAsync(string prompt)
    {
        _prompt = prompt;
        _buffer.Set("");
        _lastKeyWasTab = false;
        history.Rewind();
        Draw();
        while (true)
        {
            ConsoleKeyInfo key = terminal.ReadKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter } or { KeyChar: '\r' or '\n' }:
                    terminal.Write("\n");
                    history.Add(_buffer.Text);
                    return _buffer.Text;
                case { KeyChar: '\x03' } or { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    throw new OperationCanceledException();
                case { KeyChar: '\x04' } when _buffer.Text.Length == 0:
                    return null;
                case { Key: ConsoleKey.Tab }:
                    await CompleteAsync();
                    _lastKeyWasTab = true;
                    break;
                default:
                    Edit(key);
                    _lastKeyWasTab = false;
                    break;
            }

            Draw();
        }
    }

    /// <summary>Reads a line that is not shown.</summary>
    public string? ReadHidden(string prompt)
    {
        terminal.Write(prompt);
        _buffer.Set("");
        while (true)
        {
            ConsoleKeyInfo key = terminal.ReadKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter } or { KeyChar: '\r' or '\n' }:
                    terminal.Write("\n");
                    return _buffer.Text;
                case { KeyChar: '\x03' } or { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    throw new OperationCanceledException();
                case { KeyChar: '\x04' } when _buffer.Text.Length == 0:
                    return null;
                default:
                    Edit(key);
                    break;
            }
        }
    }

    private void Edit(ConsoleKeyInfo key)
    {
        bool alt = key.Modifiers.HasFlag(ConsoleModifiers.Alt);
        bool control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        Action? action = key.Key switch
        {
            ConsoleKey.LeftArrow when control => _buffer.MoveWordLeft,
            ConsoleKey.RightArrow when control => _buffer.MoveWordRight,
            ConsoleKey.LeftArrow => () => _buffer.Move(-1),
            ConsoleKey.RightArrow => () => _buffer.Move(1),
            ConsoleKey.Home => () => _buffer.MoveTo(0),
            ConsoleKey.End => _buffer.MoveToEnd,
            ConsoleKey.UpArrow => () => Recall(history.Previous(_buffer.Text)),
            ConsoleKey.DownArrow => () => Recall(history.Next()),
            ConsoleKey.Backspace => _buffer.DeleteBefore,
            ConsoleKey.Delete => _buffer.DeleteAt,
            ConsoleKey.B when alt => _buffer.MoveWordLeft,
            ConsoleKey.F when alt => _buffer.MoveWordRight,
            _ => ControlAction(key.KeyChar),
        };
        if (action is not null)
        {
            action();
        }
        else if (!alt && !char.IsControl(key.KeyChar))
        {
            _buffer.Insert(key.KeyChar.ToString());
        }
    }

    private Action? ControlAction(char character) => character switch
    {
        '\x01' => () => _buffer.MoveTo(0),
        '\x02' => () => _buffer.Move(-1),
        '\x04' => _buffer.DeleteAt,
        '\x05' => _buffer.MoveToEnd,
        '\x06' => () => _buffer.Move(1),
        '\b' or '\x7f' => _buffer.DeleteBefore,
        '\x0b' => _buffer.DeleteToEnd,
        '\x0c' => () => terminal.Write("\x1b[H\x1b[2J"),
        '\x0e' => () => Recall(history.Next()),
        '\x10' => () => Recall(history.Previous(_buffer.Text)),
        '\x15' => _buffer.DeleteToStart,
        '\x17' => _buffer.DeleteWordBefore,
        _ => null,
    };

    private void Recall(string? line)
    {
        if (line is not null)
        {
            _buffer.Set(line);
        }
    }

    // One stroke completes as far as it is certain, a second one lists what is possible.
    private async Task CompleteAsync()
    {
        string word = _buffer.WordBeforeCursor;
        IReadOnlyList<string> candidates = await complete(_buffer.Text[.._buffer.Cursor], word);
        if (candidates.Count == 0)
        {
            return;
        }

        string common = candidates.Aggregate(static (a, b) => a[..a.AsSpan().CommonPrefixLength(b)]);
        if (common.Length > word.Length)
        {
            _buffer.ReplaceWord(common);
        }
        else if (_lastKeyWasTab)
        {
            using var list = new StringWriter();
            Columns.Write(list, [.. candidates.Select(static c => c.TrimEnd())], terminal.Width - 1);
            terminal.Write($"\n{list}");
        }
    }

    // The line stays on one row of the terminal; of a longer one the part around the cursor is shown.
    private void Draw()
    {
        int room = Math.Max(terminal.Width - _prompt.Length - 1, 8);
        int start = Math.Max(_buffer.Cursor - room, 0);
        string visible = _buffer.Text.Substring(start, Math.Min(room, _buffer.Text.Length - start));
        int column = _prompt.Length + _buffer.Cursor - start;
        string move = column > 0 ? $"\x1b[{column}C" : "";
        terminal.Write($"\r{_prompt}{visible}\x1b[K\r{move}");
    }
}
