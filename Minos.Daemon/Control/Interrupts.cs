namespace Minos.Daemon.Control;

/// <summary>Turns Ctrl-C into the end of what runs at the moment: a followed log, or else the shell.</summary>
/// <remarks>Without an open scope Ctrl-C ends the program, as it does any other.</remarks>
internal sealed class Interrupts : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<CancellationTokenSource> _scopes = new();
    private bool _registered;

    /// <summary>Runs something that Ctrl-C may end.</summary>
    /// <param name="body">What to run; it gets a token of its own.</param>
    /// <returns>Whether it ran to its end.</returns>
    public async Task<bool> RunAsync(Func<CancellationToken, Task> body)
    {
        using var scope = new CancellationTokenSource();
        lock (_lock)
        {
            _scopes.Push(scope);
            if (!_registered)
            {
                Console.CancelKeyPress += OnCancelKeyPress;
                _registered = true;
            }
        }

        try
        {
            await body(scope.Token);
            return true;
        }
        catch (OperationCanceledException) when (scope.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            lock (_lock)
            {
                _scopes.Pop();
            }
        }
    }

    /// <summary>Ends the innermost scope, as Ctrl-C does; a line editor that reads Ctrl-C as a key calls it.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Raise()
    {
        lock (_lock)
        {
            if (!_scopes.TryPeek(out CancellationTokenSource? scope))
            {
                return false;
            }

            scope.Cancel();
            return true;
        }
    }

    public void Dispose()
    {
        if (_registered)
        {
            Console.CancelKeyPress -= OnCancelKeyPress;
        }
    }

    private void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e) => e.Cancel = Raise();
}
