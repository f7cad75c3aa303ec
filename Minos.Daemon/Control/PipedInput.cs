namespace Minos.Daemon.Control;

/// <summary>Lines from a pipe or a file: prompts are printed, nothing is edited.</summary>
internal sealed class PipedInput(TextReader reader, TextWriter output, TextWriter error) : IControlInput
{
    // A read of standard input cannot be taken back: when its wait is given up, the next wait takes it over.
    private Task<string?>? _pending;

    public Task<string?> ReadLineAsync(string prompt, CancellationToken cancellationToken) =>
        ReadAsync(prompt, output, cancellationToken);

    public Task<string?> ReadPasswordAsync(string prompt, CancellationToken cancellationToken) =>
        ReadAsync(prompt, error, cancellationToken);

    private async Task<string?> ReadAsync(string prompt, TextWriter promptWriter, CancellationToken cancellationToken)
    {
        await promptWriter.WriteAsync(prompt);
        await promptWriter.FlushAsync(cancellationToken);
        _pending ??= Task.Run(reader.ReadLine, CancellationToken.None);
        string? line = await _pending.WaitAsync(cancellationToken);
        _pending = null;
        return line;
    }
}
