using Microsoft.AspNetCore.Http;
using Minos.Daemon.Http;

namespace Minos.Daemon.Tests.Deployment;

/// <summary>Answers downloads as a test wants it, instead of the package server.</summary>
internal sealed class FaultyServer(Func<HttpContext, int, CancellationToken, Task<bool>> answer) : IRequestHandler
{
    private int _requests;

    /// <summary>How many downloads were asked for.</summary>
    public int Requests => _requests;

    /// <summary>Whether it answers; otherwise the package server does.</summary>
    public bool IsOn { get; set; } = true;

    public bool Matches(string path) => IsOn && path.StartsWith("/packages/", StringComparison.Ordinal);

    public async Task HandleAsync(HttpContext context, string path, CancellationToken stopping) =>
        await answer(context, Interlocked.Increment(ref _requests), stopping);
}
