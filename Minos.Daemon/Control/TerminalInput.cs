namespace Minos.Daemon.Control;

/// <summary>Lines from an operator at a terminal.</summary>
internal sealed class TerminalInput(LineEditor editor, Interrupts interrupts) : IControlInput
{
    public async Task<string?> ReadLineAsync(string prompt, CancellationToken cancellationToken)
    {
        try
        {
            return await editor.ReadLineAsync(prompt);
        }
        catch (OperationCanceledException)
        {
            return Interrupt(cancellationToken);
        }
    }

    public Task<string?> ReadPasswordAsync(string prompt, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(editor.ReadHidden(prompt));
        }
        catch (OperationCanceledException)
        {
            return Task.FromResult(Interrupt(cancellationToken));
        }
    }

    // While a line is edited the terminal sends Ctrl-C as a key, not as a signal; it means the same.
    private string? Interrupt(CancellationToken cancellationToken)
    {
        interrupts.Raise();
        cancellationToken.ThrowIfCancellationRequested();
        return null;
    }
}
