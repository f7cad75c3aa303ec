using System.Text;
using Minos.Daemon.Control;

namespace Minos.Daemon.Tests.Control;

/// <summary>A terminal whose keys are given beforehand.</summary>
internal sealed class FakeTerminal : ITerminal
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();
    private readonly StringBuilder _shown = new();

    public int Width { get; init; } = 80;

    public string Shown => _shown.ToString();

    /// <summary>Types characters; control characters and Tab as a terminal reports them.</summary>
    public FakeTerminal Type(string characters)
    {
        foreach (char c in characters)
        {
            ConsoleKey key = c switch
            {
                '\t' => ConsoleKey.Tab,
                '\r' => ConsoleKey.Enter,
                '\x7f' => ConsoleKey.Backspace,
                _ => ConsoleKey.None,
            };
            _keys.Enqueue(new ConsoleKeyInfo(c, key, shift: false, alt: false, control: false));
        }

        return this;
    }

    public FakeTerminal Press(ConsoleKey key, bool alt = false, bool control = false)
    {
        _keys.Enqueue(new ConsoleKeyInfo('\0', key, shift: false, alt, control));
        return this;
    }

    public ConsoleKeyInfo ReadKey() => _keys.Dequeue();

    public void Write(string text) => _shown.Append(text);
}
