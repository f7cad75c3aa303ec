namespace Minos.Daemon.Control;

/// <summary>Where the control client's lines and answers come from.</summary>
internal interface IControlInput
{
    /// <summary>Shows a prompt and reads a line.</summary>
    /// <returns>The line, or null at the end of the input.</returns>
    Task<string?> ReadLineAsync(string prompt, CancellationToken cancellationToken);

    /// <summary>Shows a prompt and reads a line that is not shown, if the input is a terminal.</summary>
    /// <returns>The line, or null at the end of the input.</returns>
    Task<string?> ReadPasswordAsync(string prompt, CancellationToken cancellationToken);
}
