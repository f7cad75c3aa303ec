namespace Minos.Daemon.Control;

/// <summary>The terminal that the program runs in.</summary>
internal sealed class ConsoleTerminal : ITerminal
{
    private const int FallbackWidth = 80;

    public int Width
    {
        get
        {
            int width = Console.WindowWidth;
            return width > 0 ? width : FallbackWidth;
        }
    }

    public ConsoleKeyInfo ReadKey()
    {
        Console.TreatControlCAsInput = true;
        try
        {
            return Console.ReadKey(intercept: true);
        }
        finally
        {
            // Between lines Ctrl-C is a signal again: it ends a followed log, or a command that hangs.
            Console.TreatControlCAsInput = false;
        }
    }

    public void Write(string text)
    {
        Console.Out.Write(text);
        Console.Out.Flush();
    }
}
