using Minos.Daemon.Http;

namespace Minos.Daemon.Hosting;

/// <summary>Lets the sockets be opened before anything is supervised: requests wait until those who answer them are there.</summary>
internal sealed class DeferredHandler : IRequestHandler
{
    private readonly TaskCompletionSource<IReadOnlyList<IRequestHandler>> _handlers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Matches(string path) => true;

    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping)
    {
        IReadOnlyList<IRequestHandler> handlers = await _handlers.Task.WaitAsync(stopping);
        IRequestHandler? handler = handlers.FirstOrDefault(h => h.Matches(path));
        await (handler is null ? ErrorPage.WriteUnmatchedAsync(context) : handler.HandleAsync(context, path, stopping));
    }

    internal void Open(IReadOnlyList<IRequestHandler> handlers) => _handlers.SetResult(handlers);
}
