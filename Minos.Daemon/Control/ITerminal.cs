namespace Minos.Daemon.Control;

/// <summary>What a line editor needs of a terminal.</summary>
internal interface ITerminal
{
    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>Waits for a key, which is not shown. Ctrl-C is a key like any other.</summary>
    ConsoleKeyInfo ReadKey();

    void Write(string text);
}
